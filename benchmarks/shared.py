"""Where the gold, the data and the scorers lie: `../shared` beside the project, or the folder in DETENTE_SHARED."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.pop("DETENTE_SHARED", ROOT.parent / "shared"))  # the program would take it for a setting
TABLES = ("documents", "events", "incidents", "quotes", "forecasts", "relations", "turning_points", "outlooks")


PACKAGES = ("detente", "spacy", "duckdb", "pyarrow", "numpy", "onnxruntime", "textacy", "ray")
"""What a figure may depend on; those that are not installed are not named."""


def machine() -> str:
    """The machine, its processor, memory and load, the Python and the versions: what a figure has to be read with."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    chip = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    found = [f"{name} {known}" for name in PACKAGES if (known := _version(name))]
    return (
        f"{platform.system()}, {chip}, {os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.1f}; "
        f"Python {platform.python_version()}; {', '.join(found)}"
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def there() -> bool:
    """True where the shared folder is; says so on stderr where it is not."""
    if SHARED.is_dir():
        return True
    sys.stderr.write(f"No {SHARED.name} folder beside the project: these measurements are left out.\n")
    return False


def detente(*arguments: object) -> None:
    """Runs one command of the program as a user would. Raises `CalledProcessError` when it fails."""
    command = [sys.executable, "-m", "detente", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def built(source: Path, folder: Path) -> Path:
    """A folder with every table of a store built from `source`."""
    detente("build", source, "--store", folder / "store")
    tables = folder / "tables"
    tables.mkdir(parents=True)
    for table in TABLES:
        detente("export", table, "--store", folder / "store", "-o", tables / f"{table}.jsonl")
    return tables


def coded(gold: Path, folder: Path) -> Path:
    """What `detente code` makes of the passages of a gold file."""
    folder.mkdir(parents=True)
    score_inputs = [sys.executable, SHARED / "bench" / "inputs.py", gold, folder / "in.jsonl"]
    subprocess.run([str(part) for part in score_inputs], check=True, stdout=subprocess.DEVNULL)
    detente("code", folder / "in.jsonl", "-o", folder / "out.jsonl")
    return folder / "out.jsonl"


def score(scorer: str, gold: Path, pred: Path, *options: str) -> dict[str, Any]:
    """The figures that a scorer prints on its last line."""
    command = [sys.executable, str(SHARED / "bench" / f"score_{scorer}.py"), str(gold), str(pred), *options]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(run.stdout.strip().splitlines()[-1])
    return figures


def third(gold: Path, folder: Path) -> Path:
    """The rows whose number is divisible by three: the part kept unseen while rules were written."""
    kept = [line for line in gold.read_text(encoding="utf-8").splitlines() if _number(line) % 3 == 0]
    path = folder / f"third_{gold.parent.name}_{gold.name}"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


def episodes(gold: Path, folder: Path, *, unseen: bool) -> Path:
    """The gold with the incidents of every third episode alone, or without them."""
    folder.mkdir()
    chosen = set()
    for name in ("incidents", "separate", "reports", "duplicates"):
        lines = (gold / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        if name == "incidents":
            lines = [line for line in lines if (int(json.loads(line)["episode"][1:]) % 3 == 0) == unseen]
            chosen = {json.loads(line)["incident_id"] for line in lines}
        if name == "separate":
            lines = [line for line in lines if json.loads(line)["a"] in chosen]
        (folder / f"{name}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return folder


def _number(line: str) -> int:
    return int(json.loads(line)["id"].rsplit("-", 1)[1])


def scratch(work: Callable[[Path], None]) -> None:
    """Runs `work` with a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        work(Path(folder))


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])
