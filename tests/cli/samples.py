"""Articles of our own and a way to run the command line in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.cli.app import run

VISIT = """Foreign ministers meet in Vienna

VIENNA, March 3, 2016 - Russian Foreign Minister Sergei Lavrov met German Foreign Minister Frank-Walter Steinmeier in
Vienna on Thursday, the Russian Foreign Ministry said in a statement.

"The talks were useful and frank," Lavrov told reporters after the meeting. He said that Russia and Germany would meet
again in Moscow next month.

Germany may impose new sanctions on Russia by the end of the year, analysts said. The German government has not
commented on the plan, and officials in Berlin declined to speak about it on Thursday.
"""

EXPULSION = """Poland expels two Russian diplomats

WARSAW, May 12, 2016 - Poland expelled two Russian diplomats on Thursday and accused Russia of spying, the Polish
Foreign Ministry said.

Russia will respond to the decision, the Kremlin spokesman Dmitry Peskov said on Thursday. He called the step
unfriendly and unfounded, and said that Moscow would take its time.

Poland cancelled a visit of the Russian culture minister, which had been planned for June, officials in Warsaw said.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did."""

    status: int
    out: str
    err: str


def articles(folder: Path) -> Path:
    """A folder with two text files and a file of JSON lines."""
    folder.mkdir(parents=True)
    (folder / "visit.txt").write_text(VISIT, encoding="utf-8")
    (folder / "expulsion.txt").write_text(EXPULSION, encoding="utf-8")
    record = {"id": "wire-7", "date": "2016-05-20", "outlet": "The Courier", "title": "Moscow answers", "text": ANSWER}
    (folder / "wire.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    return folder


ANSWER = """Russia expelled two Polish diplomats on Friday in response to the expulsion of two Russian diplomats from
Warsaw, the Russian Foreign Ministry said. Poland condemned the decision. "We regret this step," the Polish foreign
minister Witold Waszczykowski said."""


def detente(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> Outcome:
    """The outcome of `detente ARGUMENTS`."""
    capfd.readouterr()
    status = run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return Outcome(status, out, err)
