"""spaCy without its command line, which `import spacy` brings along: a fifth of a second and 360 modules a worker."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

COMMANDS: Final = "spacy.cli"
INFO: Final = "spacy.cli.info"
"""What spaCy imports from there: one function, which it gives out as `spacy.info`."""


@contextmanager
def lean() -> Iterator[None]:
    """Imports of spaCy in here leave its commands out; who asks for them later has them. Nothing where it is loaded."""
    if "spacy" in sys.modules:
        yield
        return
    package, module = ModuleType(COMMANDS), ModuleType(INFO)
    package.__path__ = []
    module.info = _info  # type: ignore[attr-defined]
    sys.modules |= {COMMANDS: package, INFO: module}
    try:
        yield
    finally:
        for name, stand_in in ((COMMANDS, package), (INFO, module)):
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


def _info(*arguments: Any, **named: Any) -> Any:
    """`spacy.info`, from the commands."""
    from importlib import import_module

    return import_module(INFO).info(*arguments, **named)
