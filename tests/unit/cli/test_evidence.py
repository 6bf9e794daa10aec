"""Recording evidence and looking at it."""

from __future__ import annotations

import json

import pytest

from assessor.cli.options import shipped_framework

SOURCE = "press-1|A report|2|2026-05-02"
HAND = ("--id", "g1", "--title", "Something happened", "--date", "2026-05-01", "--new-source", SOURCE)
IMPACT = ("--cell", "11", "--stage", "incident", "--direction", "stalling", "--dimension", "bilateral-posture")


@pytest.fixture
def batch(tmp_path):
    """Return an evidence file of one source and one signal."""
    path = tmp_path / "desk.jsonl"
    lines = [
        {"batch": "desk", "provenance": "entered by the desk"},
        {"source": {"id": "press-1", "title": "A report", "tier": 2, "published": "2026-05-02"}},
        {"signal": {"id": "g1", "title": "Something happened", "date": "2026-05-01", "sources": ["press-1"]}},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_signal_by_options_is_recorded_with_its_new_source(run, bare):
    ended = run("signal", "add", *HAND, *IMPACT, "--tag", "lethal", "--why", "It killed.", "--db", bare)
    assert (ended.code, ended.out) == (0, "batch by-hand@2: 2 recorded, entries 2 to 3\n")
    (version,) = run("signal", "show", "g1", "--json", "--db", bare).data["versions"]
    assert version["status"] == "accepted"
    assert version["item"]["sources"] == ["press-1"]
    (impact,) = version["item"]["impacts"]
    assert (impact["cell"], impact["stage"], impact["tags"]) == ("11", "incident", ["lethal"])


def test_the_same_signal_again_is_told_and_not_doubled(run, bare):
    run("signal", "add", *HAND, "--db", bare)
    ended = run("signal", "add", *HAND, "--db", bare)
    assert ended.code == 0
    assert "0 recorded; 2 there before with the same content: source press-1, signal g1" in ended.out
    assert run("log", "show", "--json", "--db", bare).data["entries"][-1]["index"] == 3


def test_the_same_id_with_other_content_is_refused(run, bare):
    run("signal", "add", *HAND, "--db", bare)
    ended = run("signal", "add", *HAND, "--summary", "more", "--json", "--db", bare)
    assert ended.code == 1
    assert ended.data["error"]["code"] == "evidence-conflict"


def test_a_proposal_is_no_evidence_until_it_is_accepted(run, bare):
    run("signal", "propose", *HAND, *IMPACT, "--db", bare)
    assert "g1, proposed, no evidence yet" in run("signal", "list", "--db", bare).out
    assert len(run("signal", "list", "--status", "proposed", "--json", "--db", bare).data["signals"]) == 1
    accepted = run("signal", "accept", "g1", "--db", bare)
    assert accepted.out == "signal g1 accepted as version 2, entry 4\n"
    assert run("signal", "list", "--status", "proposed", "--db", bare).out == "no such signals are recorded\n"
    again = run("signal", "accept", "g1", "--json", "--db", bare)
    assert again.data["error"]["code"] == "evidence-conflict"
    shown = run("signal", "show", "g1", "--db", bare).out
    assert shown.index("version 2") < shown.index("version 1")


def test_a_file_is_recorded_whole(run, bare, batch):
    found = run("signal", "add", batch, "--json", "--db", bare).data["batches"]
    assert [item["id"] for item in found[0]["recorded"]] == ["press-1", "g1"]


def test_a_file_and_options_together_are_refused(run, bare, batch):
    ended = run("signal", "propose", batch, "--id", "g2", "--db", bare)
    assert (ended.code, ended.err) == (2, "error: give a file or options, not both\n")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), "--id, --title, --date, --source or --new-source"),
        (("--id", "g1", "--title", "t", "--date", "2026-05-01"), "--source or --new-source"),
        ((*HAND, "--stage", "incident"), "--cell"),
    ],
)
def test_a_signal_by_options_names_what_is_missing(run, bare, given, missing):
    ended = run("signal", "add", *given, "--db", bare)
    assert (ended.code, ended.err) == (2, f"error: a signal needs {missing}; or give a file\n")


def test_every_unknown_word_is_told_and_nothing_is_recorded(run, bare):
    ended = run("signal", "add", *HAND, "--cell", "11", "--stage", "incidnt", "--direction", "up", "--db", bare)
    assert ended.code == 1
    assert "unknown stage `incidnt`, did you mean `incident`?" in ended.err
    assert "unknown direction `up`" in ended.err
    assert len(run("log", "show", "--json", "--db", bare).data["entries"]) == 2


def test_a_status_that_is_none_is_refused(run, bare):
    assert run("signal", "list", "--status", "old", "--db", bare).code == 2


def test_a_signal_that_is_not_known_is_told(run, bare):
    assert run("signal", "show", "g9", "--json", "--db", bare).data["error"]["code"] == "evidence-not-found"


READING = ("--indicator", "swb-encounters", "--period", "2025-09", "--unit", "encounters")
OFFICE = "cbp|CBP|5|2025-10-15"


def test_a_reading_is_recorded_and_listed(run, bare):
    run(
        "reading", "add", *READING, "--value", "9001", "--new-source", OFFICE, "--published", "2025-10-15", "--db", bare
    )
    line = run("reading", "list", "--indicator", "swb-encounters", "--db", bare).out.splitlines()[1]
    assert line.split()[:4] == ["swb-encounters", "2025-09", "9001", "encounters"]
    assert run("reading", "list", "--indicator", "other", "--db", bare).out == "no such readings are recorded\n"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--value", "NaN", "--new-source", OFFICE), "`--value`: a number has at most 15 digits"),
        (("--value", "Infinity", "--new-source", OFFICE), "`--value`: a number has at most 15 digits"),
        (("--value", "1e400", "--new-source", OFFICE), "`--value`: a number has at most 15 digits"),
        (("--value", "9", "--source", "nobody"), "source `nobody` is not known"),
        (("--value", "9"), "give one of --source, --new-source"),
        (("--value", "9", "--source", "a", "--new-source", OFFICE), "give one of --source, --new-source"),
        (("--value", "9", "--new-source", OFFICE, "--unit", "tons"), "unit `tons`"),
    ],
)
def test_a_bad_reading_is_refused(run, bare, given, told):
    ended = run("reading", "add", *READING, *given, "--db", bare)
    assert ended.code in {1, 2}
    assert told in ended.err
    assert run("reading", "list", "--json", "--db", bare).data == {"readings": []}


def test_a_table_is_imported_with_its_sheet(run, bare):
    ended = run("reading", "import", shipped_framework() / "evidence" / "sanctions.csv", "--db", bare)
    assert ended.code == 0
    assert "recorded, entries 2 to" in ended.out


def test_several_files_are_read_before_any_is_recorded(run, bare, batch, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("batch: [", encoding="utf-8")
    ended = run("import", batch, broken, "--db", bare)
    assert ended.code == 1
    assert f"{broken}:2:1: not YAML" in ended.err
    assert len(run("log", "show", "--json", "--db", bare).data["entries"]) == 2


def test_a_repeated_import_counts_what_was_there(run, db):
    path = shipped_framework() / "evidence" / "border.yaml"
    ended = run("import", path, "--db", db)
    assert ended.code == 0
    assert "0 recorded; 52 there before" in ended.out
    assert "and 47 more" in ended.out


def test_an_item_that_stands_twice_in_a_batch_with_one_content_is_recorded_once(run, bare, batch):
    lines = batch.read_text(encoding="utf-8").splitlines(keepends=True)
    batch.write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    ended = run("import", batch, "--json", "--db", bare)
    assert ended.code == 0
    assert len(run("signal", "show", "g1", "--json", "--db", bare).data["versions"]) == 1
    assert run("log", "verify", "--db", bare).code == 0


def test_a_source_recorded_before_can_be_cited_by_a_later_batch(run, bare, batch):
    run("import", batch, "--db", bare)
    ended = run(
        "signal", "add", "--id", "g2", "--title", "Next", "--date", "2026-05-01", "--source", "press-1", "--db", bare
    )
    assert ended.code == 0
    unknown = run(
        "signal", "add", "--id", "g3", "--title", "x", "--date", "2026-05-01", "--source", "press-2", "--db", bare
    )
    assert unknown.code == 1
    assert "source `press-2` is not known" in unknown.err
