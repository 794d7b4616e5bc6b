"""Same input, same version, same bytes: whatever the order, the workers, the zone, the locale and the hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.records import STORED
from detente.store.export import FORMATS
from tests.cli.samples import articles

SETTINGS = {
    "plain": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    "other": {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"},
}


def detente(arguments: list[str], folder: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "detente", *arguments]
    subprocess.run(command, cwd=folder, env=os.environ | environment, check=True, capture_output=True)


def everything(folder: Path, store: str, environment: dict[str, str]) -> dict[str, str]:
    """The checksum of every export, of the dossier and of the published segments."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom detente.records import STORED\nfrom detente.store import export\n"
        "for table in STORED:\n"
        "    for form in export.FORMATS:\n"
        "        export.export(Path(sys.argv[1]), table, form, Path(f'{sys.argv[1]}-{table}.{form}'))\n"
    )
    subprocess.run([sys.executable, "-c", script, store], cwd=folder, env=os.environ | environment, check=True)
    detente(["dossier", "POL", "RUS", "--store", store, "-o", f"{store}-page.html"], folder, environment)
    files = sorted(folder.glob(f"{store}-*.*"))
    return {path.name.removeprefix(store): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("determinism")
    articles(root / "in")
    return root


@pytest.fixture(scope="module")
def plain(folder: Path) -> dict[str, str]:
    detente(["build", "in", "--store", "plain", "--workers", "1"], folder, SETTINGS["plain"])
    return everything(folder, "plain", SETTINGS["plain"])


def test_every_export_was_compared(plain: dict[str, str]) -> None:
    assert len(plain) == len(STORED) * len(FORMATS) + 1


def test_other_order_workers_zone_locale_and_seed_give_the_same_bytes(folder: Path, plain: dict[str, str]) -> None:
    files = ["in/wire.jsonl", "in/visit.txt", "in/expulsion.txt"]
    detente(["build", *files, "--store", "other", "--workers", "2"], folder, SETTINGS["other"])
    assert everything(folder, "other", SETTINGS["other"]) == plain


def test_growing_step_by_step_gives_the_same_bytes(folder: Path, plain: dict[str, str]) -> None:
    for sources in (["in/visit.txt"], ["in/wire.jsonl"], ["in"]):
        detente(["build", *sources, "--store", "grown", "--workers", "1"], folder, SETTINGS["other"])
    assert everything(folder, "grown", SETTINGS["plain"]) == plain
