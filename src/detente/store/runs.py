"""What was done to make a store, so that it can be done again: `RUN.json` beside the manifest.

It names the steps in their order with sources as they were given and settings that are not the usual ones, the versions
of everything that reads, and the checksum of every table that came out. It holds no clock and no text.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from detente import config as settings
from detente.config import Config
from detente.errors import InputError, UsageError
from detente.places import Place
from detente.records import STORED
from detente.store import ledger
from detente.store.files import replace_file
from detente.store.segments import VERSION, Manifest, Writer

RUN: Final = "RUN.json"
FORMAT: Final = 1
PACKAGES: Final = ("duckdb", "numpy", "onnxruntime", "pyarrow", "spacy", "trafilatura")
"""Libraries whose version can change a result."""

LEFT_OUT: Final = "engine."
"""Settings that change no result are not written down."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command that changed the store: build, import or measure, what it was given, and unusual settings."""

    do: str
    sources: tuple[str, ...] = ()
    kind: str | None = None
    settings: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that `RUN.json` says."""

    detente: str
    version: str
    python: str
    packages: Mapping[str, str]
    steps: tuple[Step, ...]
    tables: Mapping[str, tuple[str, ...]]
    corrections: int


def record(
    writer: Writer,
    do: str,
    config: Config,
    *,
    made_by: str,
    sources: Iterable[str | os.PathLike[str]] = (),
    kind: str | None = None,
) -> None:
    """Writes down a step that was done; the same step again stands once, where it was done last."""
    step = Step(do, tuple(sorted({os.fspath(source) for source in sources})), kind, unusual(config))
    earlier = _steps(writer.root)
    kept = tuple(one for one in earlier if one != step)
    if do == "measure" and earlier and earlier[-1].settings == step.settings:
        kept, step = earlier[:-1], earlier[-1]
    run = Run(
        detente=VERSION,
        version=made_by,
        python=platform.python_version(),
        packages={name: found for name in PACKAGES if (found := _version(name)) is not None},
        steps=(*kept, step),
        tables=tables(writer.manifest),
        corrections=len(ledger.read(writer.root)),
    )
    tree = {"format": FORMAT} | {key: value for key, value in asdict(run).items() if value is not None}
    replace_file(writer.root / RUN, (json.dumps(tree, indent=1, ensure_ascii=False) + "\n").encode())


def read(path: Place) -> Run:
    """The run that a file, or the store of that folder, tells. Raises `InputError` where it tells none."""
    file = path / RUN if path.is_dir() else path
    try:
        tree = json.loads(file.read_text(encoding="utf-8"))
        if tree.pop("format") != FORMAT:
            raise ValueError
        steps = tuple(_step(step) for step in tree.pop("steps"))
        held = {name: tuple(found) for name, found in tree.pop("tables").items()}
        return Run(**tree, steps=steps, tables=held)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"There is no run to do again in {path}: {reason}.", hint=f"Give a store or its {RUN}."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"The file {file} tells no run.", hint=f"Give a store or its {RUN}.") from error


def unusual(config: Config) -> dict[str, Any]:
    """The settings that are not the usual ones and can change a result."""
    found = {}
    for name, (_, usual, _) in settings.known().items():
        section, key = name.split(".", 1)
        value = getattr(getattr(config, section), key)
        if value != usual and not name.startswith(LEFT_OUT):
            found[name] = value
    return found


def configured(step: Step) -> Config:
    """The configuration of a step. Raises `UsageError` for a setting that is no more."""
    config, known = Config(), settings.known()
    for name, value in (step.settings or {}).items():
        if name not in known:
            raise UsageError(f"The run has a setting {name} that this version does not know.")
        section, key = name.split(".", 1)
        config = replace(config, **{section: replace(getattr(config, section), **{key: value})})
    return config


def tables(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """The checksums of every table that is published: the same rows are the same checksums."""
    return {name: tuple(segment.sha256 for segment in manifest.segments("publish", name)) for name in STORED}


def differing(run: Run, manifest: Manifest) -> tuple[str, ...]:
    """The tables that are not those of the run."""
    now = tables(manifest)
    return tuple(name for name in STORED if now[name] != run.tables.get(name, ()))


def check(run: Run, made_by: str) -> tuple[str, ...]:
    """A sentence for each version that is not the one of the run."""
    found = [] if run.version == made_by else [f"It was made by version {run.version}; this is {made_by}."]
    for name, then in sorted(run.packages.items()):
        now = _version(name)
        if now != then:
            found.append(f"It was made with {name} {then}; here is {now or 'none'}.")
    return tuple(found)


def _steps(root: Place) -> tuple[Step, ...]:
    try:
        return read(root).steps
    except InputError:
        return ()


def _step(tree: Mapping[str, Any]) -> Step:
    step = Step(**{**tree, "sources": tuple(tree.get("sources", ()))})
    if step.do not in ("build", "import", "measure") or not all(isinstance(s, str) for s in step.sources):
        raise ValueError
    return step


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
