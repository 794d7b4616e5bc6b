import subprocess
import sys

SCRIPT = """
import sys
from detente.annotate.lean import lean

with lean():
    import spacy
assert not {"spacy.cli", "spacy.cli.info", "spacy.cli.download"} & set(sys.modules)
assert spacy.blank("en")("Oslo called.")[0].text == "Oslo"
with lean():
    from spacy import cli
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__ == cli.info(silent=True)["spacy_version"]
import spacy.cli
print(callable(spacy.cli.download))
"""


def test_spacy_comes_without_its_commands_and_gives_them_to_who_asks() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")
