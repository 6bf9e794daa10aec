"""Logs that earlier programs wrote are read, verified, rebuilt and replayed by this one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rfc8785

from assessor.audit import EntryType, compute_root, hash_leaf
from assessor.audit.upcast import ENVELOPE_VERSION
from assessor.services.list_evidence import show_evidence
from assessor.services.rebuild import compare, rebuild
from assessor.services.replay import replay
from assessor.services.verify_log import verify_log
from tests.fixtures.logs.stored import load_log, read_lines
from tests.harbour_log import open_harbour

LOGS = Path(__file__).parents[1] / "fixtures" / "logs"
VERSIONS = sorted(path.name for path in LOGS.glob("v*"))
OF_THE_FIRST = frozenset(
    {
        "log:created", "source:recorded", "feed:recorded", "signal:proposed", "signal:accepted", "signal:recorded",
        "reading:recorded", "ruleset:published", "assessment:recorded", "assessment:repeated", "engines:disagreed",
        "content:erased", "key:announced", "key:rotated", "witness:added",
    }
)  # fmt: skip


@pytest.fixture(params=VERSIONS)
def stored(request, tmp_path):
    """A folder, and a database that holds what is in it."""
    folder = LOGS / request.param
    with open_harbour(tmp_path / "log.db", cross_checked=True, hour=23) as context:
        load_log(folder, context.database)
        yield folder, context


def test_there_is_a_log_of_every_version():
    assert [f"v{version}" for version in range(1, ENVELOPE_VERSION + 1)] == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_the_files_are_as_they_were_written(version):
    """By an RFC 8785 writer and a root that are not the store's."""
    lines = read_lines(LOGS / version / "entries.jsonl")
    assert all(rfc8785.dumps(json.loads(line)) == line for line in lines)
    assert {json.loads(line)["version"] for line in lines} == {int(version[1:])}
    head = json.loads((LOGS / version / "head.json").read_text(encoding="utf-8"))
    assert head == {"size": len(lines), "root": "sha256:" + compute_root([hash_leaf(line) for line in lines]).hex()}


def test_it_holds_every_type_of_its_time(stored):
    folder, _ = stored
    types = {json.loads(line)["type"] for line in read_lines(folder / "entries.jsonl")}
    assert types >= OF_THE_FIRST
    assert types <= set(EntryType)


def test_it_verifies_against_the_root_that_was_kept(stored):
    folder, context = stored
    head = json.loads((folder / "head.json").read_text(encoding="utf-8"))
    rebuild(context)
    report = verify_log(context, expected_root=head["root"], expected_size=head["size"])
    assert (report.fault, report.kept_size, report.erased) == (None, head["size"], 1)


def test_its_projections_are_made_and_stay_what_it_makes(stored):
    _, context = stored
    assert compare(context).difference is not None
    rows = rebuild(context).rows
    assert all(
        rows[name] for name in rows if name not in {"override", "restatement"}
    )  # which no entry of that time made
    assert compare(context).difference is None


def test_every_assessment_gives_the_bytes_that_were_recorded(stored):
    _, context = stored
    found = list(replay(context))
    assert len(found) == 8
    assert [one.differences for one in found] == [()] * 8


def test_what_was_concluded_then_is_what_the_rules_say(stored):
    """Worked out by hand, see `tests.harbour_log.live_through`: ten ships, then twenty; a ferry with and without."""
    _, context = stored
    rebuild(context)
    with context.database.read() as tx:
        harbour = [(row.entry_index, row.trajectory, row.repeats) for row in tx.assessments.of_cell("harbour")]
        ferry = [(row.entry_index, row.trajectory) for row in tx.assessments.of_cell("ferry")]
        lighthouse = [(row.trajectory, row.standing) for row in tx.assessments.of_cell("lighthouse")]
    assert harbour == [(12, "busy", None), (18, "busy", 12), (20, "idle", None), (25, "idle", 20)]
    assert ferry == [(15, "idle"), (17, "busy"), (22, "busy")]
    assert lighthouse == [(None, "insufficient")]


def test_what_was_erased_then_is_shown_as_erased(stored):
    _, context = stored
    rebuild(context)
    (version,) = show_evidence(context, "signal", "quay-mended")
    assert getattr(version.item, "title", None) == "(erased)"
    titles = {v.item.title for v in show_evidence(context, "signal", "ferry-faster") if hasattr(v.item, "title")}
    assert titles == {"Marit says that the ferry is faster"}
