"""Every command there is, on the shipped data: with `--json` one document alone, without it lines that fit."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import typer

from assessor.bootstrap import open_assessor
from assessor.cli import app
from assessor.cli.by_hand import batch_by_hand
from assessor.cli.options import shipped_framework
from assessor.services.assessment_name import Reference
from assessor.services.bundle_assessment import bundle_assessment
from assessor.services.checkpoints import make_checkpoint
from assessor.services.cosign import add_witness
from assessor.services.log_keys import init_key
from assessor.services.override import set_override
from assessor.services.receipts import issue_receipt
from assessor.services.record_evidence import record_batch
from tests.docs.pages import lay_out_files
from tests.docs.snippets import GUIDE
from tests.signing import Witness
from tests.unit.cli.record import FIRST, ID, LAST

WITNESS = Witness("witness.example/w1")
WIDTH = 120
UNBREAKABLE = 60
"""A word this long is a digest, a key or a signature, which nobody can break."""

PROBLEM = re.compile(r"\S+:\d+:\d+: ")
"""A problem of a file stands on one line, for editors to find the place."""

SIGNAL = ("--title", "Joint raid at Chapala", "--date", "2026-04-02", "--cell", "11",
          "--new-source", "wire|A wire report|2|2026-04-02")  # fmt: skip
READING = ("--indicator", "swb-encounters", "--period", "2026-03", "--value", "7070", "--unit", "encounters",
           "--new-source", "figures|Monthly figures|5|2026-04-20")  # fmt: skip
BATCH = """\
batch: news
provenance: made up for a test
sources:
- {id: paper, title: A paper, tier: 2, published: 2026-04-03}
"""
TABLE = """\
indicator,period,value,unit,source
swb-encounters,2026-03,7070,encounters,figures
"""
SHEET = """\
batch: figures
provenance: made up for a test
sources:
- {id: figures, title: Monthly figures, tier: 5, published: 2026-04-20}
"""

FEATURE = """\
Feature: Made up for a test
  Scenario: Nothing is known
    Given the framework "doctrine"
    When cell "11" is assessed as of 2026-04-26
    Then the standing is "insufficient"
"""

CASES = {
    "init": (),
    "demo": ("--db", "demo.db"),
    "import files": ("news.yaml",),
    "import withdraw": ("BATCH", "--reason", "entered twice"),
    "assess": ("11", "--as-of", "2026-04-26", "--known-at", "2026-04-26"),
    "recompute": (),
    "explain": (ID,),
    "history": ("11", "--as-of", "2026-04-26", "--known-at", "2026-04-26"),
    "backtest": ("--from", "2026-01-31", "--to", "2026-04-26", "--reference", "reference.csv", "--out", "all.parquet",
                 "--page", "all.html"),
    "trace": ("chihuahua-incident",),
    "diff": (FIRST, LAST),
    "what-if": ("11", "--without", "chihuahua-incident", "--as-of", "2026-04-26", "--known-at", "2026-04-26"),
    "flip": ("11", "--as-of", "2026-04-26", "--known-at", "2026-04-26"),
    "publish": ("site",),
    "serve": ("--requests", "0"),
    "outlook": ("11", "--as-of", "2026-04-26", "--known-at", "2026-04-26"),
    "override set": ("11", "--trajectory", "Contested", "--reason", "seen on site", "--author", "analyst-7",
                     "--until", "2027-06-30"),
    "override lift": ("12", "--reason", "seen otherwise"),
    "override list": (),
    "signal add": ("--id", "raid", *SIGNAL),
    "signal propose": ("--id", "raid", *SIGNAL),
    "signal accept": ("proposal",),
    "signal correct": ("chihuahua-incident", "--set", "title=An incident", "--reason", "shorter"),
    "signal retract": ("chihuahua-incident", "--reason", "it never happened"),
    "event merge": ("chihuahua-incident", "proposal", "--event", "raid", "--reason", "one event"),
    "source regrade": ("wire-0", "--tier", "3", "--reason", "an analysis"),
    "signal list": (),
    "signal show": ("chihuahua-incident",),
    "reading add": READING,
    "reading import": ("figures.csv",),
    "reading revise": ("swb-encounters/2025-08", "--value", "10000", "--reason", "counted again"),
    "reading list": (),
    "rules check": (),
    "rules diff": ("harbours", "harbours"),
    "rules coverage": ("harbours/features", "--page", "covered.html"),
    "rules impact": ("draft", "--cell", "11", "--effective-from", "2026-04-01", "--plot", "impact.svg"),
    "rules analyse": ("harbours",),
    "rules compare": ("harbours", "harbours"),
    "rules example": ("ships-return", "harbours"),
    "rules mutate": ("harbours", "--features", "harbours/features", "--jobs", "1"),
    "rules schema": ("harbours", "--out", "made"),
    "rules graph": ("11", "--to", "rules.svg"),
    "rules table": ("11",),
    "rules sensitivity": ("11", "--to", "2025-06-30", "--known-at", "2026-04-26", "--jobs", "1", "--plot", "hangs.svg"),
    "rules steps": (),
    "rules watch": ("harbours", "--rounds", "0"),
    "rules test": ("bites.feature",),
    "rules publish": ("--effective-from", "2026-01-01"),
    "rules show": ("--as-of", "2026-04-26"),
    "log verify": (),
    "log show": (),
    "log init-key": (),
    "log key": (),
    "log rotate-key": ("new.key",),
    "log checkpoint": (),
    "log checkpoints": (),
    "log cosign": ("cosigned.txt",),
    "log witness add": (Witness("witness.example/w2").vkey,),
    "log witness list": (),
    "log pin": ("checkpoint.txt", "--key", "KEY"),
    "log pins": (),
    "log prove": ("9",),
    "log receipt": ("9", "--out", "9.receipt"),
    "log export": ("out",),
    "log replay": (),
    "log rebuild": (),
    "receipt verify": ("given.receipt", "--key", "KEY"),
    "assessment bundle": (ID, "--out", "verdict.json"),
    "assessment prov": (ID, "--out", "verdict.prov.json"),
    "bundle verify": ("given.json", "--key", "KEY"),
    "content erase": ("TEXT", "--reason", "asked for by whom it names"),
    "db grant": ("--reader", "auditor"),
}  # fmt: skip
REFUSED = {"db grant": 1}
"""A file has no roles; on a server `tests/integration/test_cli.py` grants them."""


def leaves(command, path=()):
    """Yield every command that does something, by its words."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(path)
        return
    for name, below in inner.items():
        yield from leaves(below, (*path, name))


@pytest.fixture(scope="module")
def made(assessed, tmp_path_factory):
    """A folder with a signed log of three assessments and all that commands are given; not to be written."""
    folder = tmp_path_factory.mktemp("every-command")
    path = Path(shutil.copy(assessed, folder / "assessor.db"))
    with open_assessor(str(path), "tester") as assessor:
        source = {"id": "wire-0", "title": "A wire report", "tier": 2, "published": "2026-04-02"}
        signal = {"id": "proposal", "title": "A raid", "date": "2026-04-02", "sources": ["wire-0"]}
        batch = record_batch(assessor, batch_by_hand(sources=[source], signals=[signal]), proposed=True).batch
        set_override(assessor, "12", "Contested", reason="seen", author="analyst-7", until=date(2027, 6, 30))
        add_witness(assessor, WITNESS.vkey)
        key = str(init_key(assessor).key)
        note = make_checkpoint(assessor).note
        given = {
            "BATCH": batch,
            "KEY": key,
            "checkpoint.txt": note,
            "cosigned.txt": note + WITNESS.line(note.rpartition("\n\n")[0] + "\n"),
            "given.json": bundle_assessment(assessor, Reference(LAST)).model_dump_json(by_alias=True),
            "given.receipt": issue_receipt(assessor, 9).receipt,
            "news.yaml": BATCH,
            "reference.csv": "cell,as_of,trajectory\n11,2025-11-01,Advancing\n",
            "figures.csv": TABLE,
            "figures.yaml": SHEET,
            "bites.feature": FEATURE,
        }
        with assessor.database.read() as tx:
            given["TEXT"] = str(tx.evidence.versions("signal", "proposal")[0].text_digest)
    lay_out_files(GUIDE, folder)
    shutil.copytree(shipped_framework(), folder / "draft", ignore=shutil.ignore_patterns("evidence"))
    for name, text in given.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(made, tmp_path, monkeypatch):
    """A copy of it, in which commands are run."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words_of(name, folder):
    """Return a command with its arguments; those in capitals stand for what a file of that name holds."""
    told = (str(word) for word in CASES[name])
    return [
        *name.split(),
        *((folder / word).read_text() if word in {"BATCH", "KEY", "TEXT"} else word for word in told),
    ]


def test_every_command_has_a_case():
    assert set(CASES) == set(leaves(typer.main.get_command(app)))


@pytest.mark.parametrize("name", CASES)
def test_with_json_standard_output_is_one_document_and_nothing_else(run, folder, name):
    ended = run(*words_of(name, folder), "--json")
    assert ended.code == REFUSED.get(name, 0), ended.err
    assert ended.out.endswith("\n")
    assert ended.out.isascii()
    assert isinstance(ended.data, dict)
    assert ("error" in ended.data) == (name in REFUSED)


@pytest.mark.parametrize("name", CASES)
def test_without_it_every_line_fits_but_for_words_that_nobody_can_break(run, folder, name, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    ended = run(*words_of(name, folder))
    assert ended.code == REFUSED.get(name, 0), ended.err
    with pytest.raises(json.JSONDecodeError):
        json.loads(ended.out or "nothing")
    lines = [line for line in ended.out.splitlines() if not PROBLEM.match(line)]
    short = [" ".join(word for word in line.split(" ") if len(word) < UNBREAKABLE) for line in lines]
    assert [line for line in short if len(line) > WIDTH] == []


def test_the_day_of_the_cases_is_one_that_was_recorded():
    assert ID.partition("@")[2].partition("#")[0] == str(date(2026, 4, 26))
