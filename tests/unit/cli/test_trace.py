"""Evidence traced through the recorded assessments."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.exit_code import ExitCode
from assessor.services.assess import assess
from tests.unit.cli.record import AGAIN, FIRST, ID, LAST, LATER, SHIPPED, change

SOURCE = "s|S|2|2026-04-20"


def test_a_signal_is_traced_to_what_it_decided_and_could_not_reach(run, assessed):
    found = run("trace", "chihuahua-incident", "--json", "--db", assessed).data
    assert (found["kind"], found["id"], found["untried"]) == ("signal", "chihuahua-incident", 0)
    (version,) = found["versions"]
    assert (version["known_from"], version["backfill"]) == ("2026-04-26T23:59:59.999999Z", True)
    assert [(a["entry_index"], a["role"], a["tried"]) for a in found["assessments"]] == [
        (AGAIN, "decided", True),
        (LAST, "decided", True),
        (FIRST, "out of reach", False),
    ]
    assert found["assessments"][0]["without"][0] == {
        "part": "qualifier", "about": "with bilateral friction", "before": "", "after": None,
    }  # fmt: skip
    assert found["assessments"][2]["why"] == "dated 2026-04, after the day judged"


def test_a_trace_is_shown_as_a_page_the_decided_first(run, assessed):
    out = run("trace", "chihuahua-incident", "--db", assessed).out
    parts = [
        "known from the end of 2026-04-26",
        "Decided: without it",
        f"{ID}  without it, qualifier",
        "Out of reach (1)",
    ]
    assert [out.index(part) for part in parts] == sorted(out.index(part) for part in parts)


def test_a_source_and_a_feed_and_a_reading_are_traced_too(run, assessed):
    for name, kind in (
        ("press-2026-02-22-retaliation", "source"),
        ("analyst-desk", "feed"),
        ("swb-encounters/2025-06", "reading"),
    ):
        found = run("trace", name, "--most", 0, "--json", "--db", assessed).data
        assert (found["kind"], {a["role"] for a in found["assessments"]}) == (kind, {"supported"})
        assert found["untried"] == len(found["assessments"]) == 3


def test_what_decided_is_what_the_explanation_calls_decisive(run, assessed):
    """The one takes items out of what was prepared, the other evaluates afresh without them."""
    explained = run("explain", ID, "--json", "--db", assessed).data
    decisive = set(explained["decisive"])
    support = [f"{r['kind']} {r['id']}" for r in explained["support"] if r["kind"] not in {"source", "cell"}]
    chosen = [*sorted(decisive)[::4], *sorted(set(support) - decisive)[::25]]
    decided = set()
    for name in chosen:
        kind, _, item = name.partition(" ")
        found = run("trace", item, "--kind", kind, "--most", 1, "--json", "--db", assessed).data["assessments"]
        (role,) = (one["role"] for one in found if one["id"] == ID)
        decided |= {name} if role == "decided" else set()
    assert decided == decisive & set(chosen)
    assert 0 < len(decided) < len(chosen)


def test_what_was_not_tried_is_told(run, assessed):
    out = run("trace", "analyst-desk", "--most", 1, "--db", assessed).out
    assert "Decided: without it the verdict would be another (2)" in out  # a repetition comes out as what it repeats
    assert "1 of these were not tried without it; `--most` tries more" in out


def test_evidence_that_came_after_an_assessment_was_out_of_its_reach(run, own):
    given = ("--date", "2026-04-20", "--cell", "11", "--dimension", "bilateral-posture")
    added = ("--id", "late", "--title", "Late", *given, "--new-source", SOURCE)
    run("signal", "add", *added, "--no-recompute", "--db", own)
    for name, first in (("late", "dated 2026-04-20"), ("s", "recorded later")):
        found = run("trace", name, "--json", "--db", own).data["assessments"]
        assert {a["role"] for a in found} == {"out of reach"}
        assert [a["why"].partition(",")[0] for a in found] == ["recorded later", "recorded later", first]
    assert run("trace", "late", "--cell", "7", "--json", "--db", own).data["assessments"] == []


def test_a_source_is_out_of_reach_where_all_that_cites_it_happened_later(run, own):
    with open_assessor(str(own), "tester") as assessor:
        assess(assessor, "11", as_of=date(2025, 12, 15), known_at=SHIPPED)
    found = run("trace", "press-2026-02-22-retaliation", "--most", 0, "--json", "--db", own).data["assessments"]
    assert [(a["role"], a["why"]) for a in found[:2]] == [
        ("out of reach", "what it tells of is dated after the day judged"),
        ("supported", ""),
    ]


def test_a_proposal_could_not_be_read(run, own):
    given = ("--date", "2026-04-20", "--cell", "11", "--dimension", "bilateral-posture")
    run("signal", "propose", "--id", "talk", "--title", "Talk", *given, "--new-source", SOURCE, "--db", own)
    with open_assessor(str(own), "tester") as assessor:
        assess(assessor, "11", as_of=date(2026, 4, 26))
    (found, *earlier) = run("trace", "talk", "--json", "--db", own).data["assessments"]
    assert (found["role"], found["why"]) == ("out of reach", "proposed then, and not accepted as evidence")
    assert len(earlier) == 3


def test_an_id_of_two_kinds_needs_a_kind(run, own):
    given = ("--date", "2026-04-20", "--cell", "11", "--dimension", "bilateral-posture")
    run("signal", "add", "--id", "fr-2025-02407", "--title", "T", *given, "--new-source", SOURCE, "--db", own)
    ended = run("trace", "fr-2025-02407", "--db", own)
    assert (ended.code, ended.err) == (
        ExitCode.USAGE,
        "error: `fr-2025-02407` is the id of a signal and a source: say which with --kind\n",
    )
    assert run("trace", "fr-2025-02407", "--kind", "source", "--json", "--db", own).data["kind"] == "source"
    assert run("trace", "fr-2025-02407", "--kind", "signal", "--json", "--db", own).data["kind"] == "signal"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("nobody",), 1, "no evidence `nobody` is recorded"),
        (("",), 1, "no evidence `` is recorded"),
        (("chihuahua-incident", "--kind", "feed"), 1, "no feed `chihuahua-incident` is recorded"),
        (("chihuahua-incident", "--kind", "rumour"), 2, "kind `rumour` is none of `signal`"),
        (("chihuahua-incident", "--most", -1), 2, "greater than or equal to 0"),
        (("x' OR '1'='1",), 1, "no evidence"),
        (("\udcff",), 2, "is not UTF-8"),
        (("\x1b[2J" + "y" * 5000,), 1, "no evidence"),
        (("%",), 1, "no evidence"),
    ],
)
def test_what_names_no_evidence_is_refused(run, assessed, words, code, told):
    ended = run("trace", *words, "--db", assessed)
    assert (ended.code, ended.out) == (code, "")
    assert told in ended.err
    assert "\x1b" not in ended.err


def test_a_decided_verdict_that_its_record_does_not_give_is_not_traced(run, own):
    change(own, (LATER, ("tapalpa-operation-press",)))
    ended = run("trace", "chihuahua-incident", "--db", own)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert "is not what comes out of its own inputs" in ended.err
