"""Settings from file, environment and flags, in that order of strength; nothing unknown slips through."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente import config
from detente.config import Config
from detente.errors import UsageError


def test_defaults_without_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.load(environ={}) == Config()


def test_flags_beat_the_environment_which_beats_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("detente.toml").write_text("[engine]\nworkers = 1\ntimeout = 5\nmemory_mb = 100\n")
    environ = {"DETENTE_ENGINE_WORKERS": "2", "DETENTE_ENGINE_MEMORY_MB": "200", "PATH": "/bin"}
    loaded = config.load(environ=environ, flags={"engine.workers": 3})
    assert (loaded.engine.workers, loaded.engine.memory_mb, loaded.engine.timeout) == (3, 200, 5.0)


def test_a_named_file_is_read_instead_of_the_one_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("detente.toml").write_text("[engine]\nworkers = 1\n")
    Path("other.toml").write_text("[engine]\ntimeout = 2.5\n")
    loaded = config.load(Path("other.toml"), environ={})
    assert (loaded.engine.workers, loaded.engine.timeout) == (Config().engine.workers, 2.5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[engine]\nworker = 1\n", "There is no setting engine.worker. Did you mean engine.workers?"),
        ("[ingset]\nmax_bytes = 1\n", "There is no setting ingset.max_bytes. Did you mean ingest.max_bytes?"),
        ("workers = 1\n", "There is no setting workers. Did you mean engine.workers?"),
        ("[engine]\nworkers = 'many'\n", "The setting engine.workers must be of type int, not 'many'."),
        ("[engine]\nworkers = true\n", "The setting engine.workers must be of type int, not True."),
        ("[engine]\nworkers = 1.5\n", "The setting engine.workers must be of type int, not 1.5."),
        ("[engine]\nworkers = -1\n", "The setting engine.workers must not be negative, as -1 is."),
        ("[engine]\ntimeout = nan\n", "The setting engine.timeout must be a finite number, not nan."),
        ("[engine", "The configuration c.toml is not valid TOML: "),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        config.load(Path("c.toml"), environ={})
    assert str(caught.value).startswith(said)


def test_a_missing_file_is_said() -> None:
    with pytest.raises(UsageError, match=r"The configuration none.toml cannot be read: No such file"):
        config.load(Path("none.toml"), environ={})


def test_every_setting_is_documented_and_has_a_default_of_its_type() -> None:
    for name, (kind, default, doc) in config.known().items():
        assert doc, f"{name}: add a line of documentation"
        assert isinstance(default, kind), name


def test_the_digest_follows_results_and_not_the_engine(tmp_path: Path) -> None:
    base = Config().digest()
    assert config.load(environ={"DETENTE_ENGINE_WORKERS": "7"}).digest() == base
    assert config.load(environ={"DETENTE_EXTRACT_MIN_P": "0.9"}).digest() != base
