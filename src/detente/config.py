"""One frozen tree of settings: defaults here, `detente.toml` over them, then `DETENTE_SECTION_KEY`, then flags.

An unknown key is an error that names the nearest known one.
"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

from detente.errors import UsageError


def setting(default: Any, doc: str) -> Any:
    """A dataclass field with its default and one line of documentation."""
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True)
class Ingest:
    """Limits on what is read."""

    max_bytes: int = setting(20_000_000, "largest document in bytes")
    max_container_bytes: int = setting(2_000_000_000, "largest file that holds many documents and is read as a whole")
    max_stream_bytes: int = setting(
        1_000_000_000_000, "largest .jsonl, .warc or archive: files that are read as they come"
    )
    max_records: int = setting(10_000_000, "most records taken from one container")
    max_depth: int = setting(100, "deepest nesting of a JSON record")
    max_tags: int = setting(30_000, "most tags of an HTML page that is parsed; beyond it only its text is kept")
    max_nesting: int = setting(200, "deepest nesting of HTML or XML that is parsed; beyond it only the text is kept")
    max_attributes: int = setting(300, "most attributes on one tag of a page that is parsed")
    max_members: int = setting(100_000, "most members of one archive")
    max_ratio: int = setting(100, "most that an archive may swell, after its first ten megabytes")
    max_archives: int = setting(3, "deepest nesting of archives")
    fields: str = setting("", "names of fields where they differ from the common ones: text=story, title=kopf")


@dataclass(frozen=True, slots=True)
class Clean:
    """How text is cleaned and dated."""

    earliest: str = setting("1945-01-01", "no document is dated before this day")
    latest: str = setting("2035-12-31", "no document is dated after this day")


@dataclass(frozen=True, slots=True)
class Annotate:
    """How text is parsed."""

    model: str = setting("en_core_web_sm", "installed spaCy model; the bundled small English model where it is missing")
    names: str = setting("auto", "auto marks names by a quick tagger learnt from the model, model by the model itself")
    actors: str = setting("", "CSV file with actors of your own, laid over the shipped ones; empty for none")
    gate: str = setting(
        "states",
        "states lets build keep documents that name fewer than two states or organisations without reading them; "
        "off reads every document",
    )

    def digest(self) -> str:
        """Sha256 over the settings, with what the file of actors says in place of where it lies.

        Raises `UsageError` where that file cannot be read.
        """
        try:
            said = Path(self.actors).read_bytes() if self.actors else b""
        except OSError as error:
            raise UsageError(f"The actors in {self.actors} cannot be read: {error.strerror}.") from error
        return hashlib.sha256(f"{self.model}\0{self.names}\0{self.gate}\0".encode() + said).hexdigest()


@dataclass(frozen=True, slots=True)
class Extract:
    """What is kept of what is found."""

    min_p: float = setting(0.28, "events less probable are dropped; docs/reference/calibration says what stays")
    model: str = setting("auto", "auto uses learned weights where they ship, rules does without them")
    probability_scale: str = setting(
        "auto", "scale that turns verbal probabilities into numbers: auto, icd203, kent, ipcc, perceptions or phia"
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """How relations are measured."""

    index: str = setting("composition", "composition (of acts, volume apart) or goldstein (the plain mean, to compare)")
    min_events: int = setting(1, "pairs with fewer incidents get no index")
    day_events: int = setting(50, "pairs with fewer incidents get no daily index")
    turning_events: int = setting(12, "pairs with fewer incidents get no turning points")
    outlook_events: int = setting(100, "pairs with fewer incidents get no back-tested outlooks")
    hawkes_events: int = setting(200, "pairs with fewer acts that are not joint get no figures on who answers whom")


@dataclass(frozen=True, slots=True)
class Engine:
    """Who does the work."""

    kind: str = setting("local", "local, or ray where the extra detente[ray] is installed")
    address: str = setting("", "Ray cluster to join, for example auto or ray://head:10001; empty starts one here")
    workers: int = setting(0, "worker processes; 0 takes one a core, fewer where memory is short")
    timeout: float = setting(30.0, "seconds a document may take before it is rejected")
    memory_mb: int = setting(1000, "megabytes that a worker may grow by while it reads one document")


@dataclass(frozen=True, slots=True)
class Config:
    """The whole tree."""

    ingest: Ingest = Ingest()
    clean: Clean = Clean()
    annotate: Annotate = Annotate()
    extract: Extract = Extract()
    measure: Measure = Measure()
    engine: Engine = Engine()

    def digest(self) -> str:
        """Sha256 over every setting that can change a result (the engine cannot)."""
        sections = [section.name for section in dataclasses.fields(self) if section.name not in ("annotate", "engine")]
        kept = {name: repr(dataclasses.asdict(getattr(self, name))) for name in sections}
        kept["annotate"] = self.annotate.digest()
        return hashlib.sha256(repr(sorted(kept.items())).encode()).hexdigest()


def load(
    path: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Config:
    """The configuration from `detente.toml` (if there), the environment and flags such as `{"engine.workers": 2}`.

    Raises `UsageError` for a file that cannot be read, an unknown key or a value of the wrong type.
    """
    values: dict[str, Any] = {}
    source = path if path is not None else Path("detente.toml")
    if path is not None or source.is_file():
        values |= _from_file(source)
    for name, text in sorted((os.environ if environ is None else environ).items()):
        if name.startswith("DETENTE_"):
            section, _, key = name.removeprefix("DETENTE_").lower().partition("_")
            values[f"{section}.{key}"] = text
    values |= flags or {}
    return _apply(values)


def known() -> dict[str, tuple[type, Any, str]]:
    """Every setting as `section.key` with its type, default and documentation."""
    tree: dict[str, tuple[type, Any, str]] = {}
    for section in dataclasses.fields(Config):
        group = getattr(Config(), section.name)
        hints = get_type_hints(type(group))
        for item in dataclasses.fields(group):
            tree[f"{section.name}.{item.name}"] = (hints[item.name], item.default, item.metadata["doc"])
    return tree


def _from_file(path: Path) -> dict[str, Any]:
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"The configuration {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The configuration {path} is not valid TOML: {error}.") from error
    values: dict[str, Any] = {}
    for section, group in tree.items():
        if isinstance(group, dict):
            values |= {f"{section}.{key}": value for key, value in group.items()}
        else:
            values[section] = group
    return values


def _apply(values: Mapping[str, Any]) -> Config:
    tree = known()
    changes: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if name not in tree:
            near = difflib.get_close_matches(name, tree, n=1, cutoff=0.0)
            raise UsageError(f"There is no setting {name}.", hint=f"Did you mean {near[0]}?")
        section, key = name.split(".", 1)
        changes.setdefault(section, {})[key] = _sane(name, _convert(name, value, tree[name][0]))
    config = Config()
    for section, group in changes.items():
        config = dataclasses.replace(config, **{section: dataclasses.replace(getattr(config, section), **group)})
    return config


def _convert(name: str, value: Any, kind: type) -> Any:
    try:
        if isinstance(value, bool):
            raise ValueError
        if isinstance(value, str) or (kind is float and isinstance(value, int)):
            return kind(value)
        if isinstance(value, kind):
            return value
        raise ValueError
    except ValueError:
        raise UsageError(f"The setting {name} must be of type {kind.__name__}, not {value!r}.") from None


def _sane(name: str, value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise UsageError(f"The setting {name} must be a finite number, not {value}.")
    if isinstance(value, (int, float)) and value < 0:
        raise UsageError(f"The setting {name} must not be negative, as {value} is.")
    return value
