"""Two assessments of a cell compared."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.exit_code import ExitCode
from assessor.services.assess import assess
from tests.unit.cli.record import AGAIN, FIRST, ID, LAST, LATER, SHIPPED, change


def test_two_assessments_are_compared_by_id_or_entry(run, assessed):
    found = run("diff", FIRST, ID, "--json", "--db", assessed).data
    assert (found["cell"], found["moved"], found["order"], found["orders"]) == ("11", ["world"], ["world"], 1)
    assert (found["before"]["entry_index"], found["after"]["id"]) == (FIRST, ID)
    assert found["knowledge"] == {"before": 344, "after": 344, "added": 0, "removed": 0, "replaced": 0}
    change = found["changes"][0]
    assert {key: change[key] for key in ("part", "about", "before", "after", "because", "together")} == {
        "part": "qualifier", "about": "with bilateral friction", "before": None, "after": "",
        "because": ["world"], "together": False,
    }  # fmt: skip
    (behind,) = change["behind"]
    assert [rule["rule"] for rule in behind["rules"]] == ["friction", "friction-open", "partner-objects"]
    assert [(item["id"], item["move"]) for item in behind["items"]] == [("chihuahua-incident", "entered")]


def test_a_difference_is_shown_as_a_page(run, assessed):
    out = run("diff", FIRST, LAST, "--db", assessed).out
    for part in (
        "2026-03-31",
        "Because the world changed",
        "qualifier with bilateral friction: new",
        "chihuahua-incident",
    ):
        assert part in out
    assert "Because knowledge changed" not in out
    assert "TRIAL" not in out


def test_the_other_way_round_the_same_is_told_the_other_way_round(run, assessed):
    there, back = (run("diff", *ends, "--json", "--db", assessed).data for ends in ((FIRST, LAST), (LAST, FIRST)))
    assert {(c["part"], c["about"], c["before"], c["after"]) for c in there["changes"]} == {
        (c["part"], c["about"], c["after"], c["before"]) for c in back["changes"]
    }


def test_a_repetition_differs_in_nothing(run, assessed):
    out = run("diff", LAST, AGAIN, "--db", assessed).out
    assert "the same rules, the same knowledge, the same day" in out
    assert run("diff", LAST, AGAIN, "--json", "--db", assessed).data["changes"] == []


def test_two_days_of_a_cell_are_compared_and_trials_are_marked(run, assessed):
    ended = run("diff", "11", "--as-of", "2026-04-01", "--and", SHIPPED, "--known-at", SHIPPED, "--db", assessed)
    assert ended.code == 0
    assert ended.out.count("nowhere, a TRIAL") == 1
    assert f"entry {LAST}" in ended.out
    data = run(
        "diff", "11", "--as-of", "2026-04-01", "--and", SHIPPED, "--known-at", SHIPPED, "--json", "--db", assessed
    ).data
    assert (data["before"]["trial"], data["after"]["trial"]) == (True, False)


def test_two_days_are_compared_by_the_knowledge_of_one_moment(run, assessed):
    data = run("diff", "11", "--as-of", "2026-04-01", "--and", SHIPPED, "--json", "--db", assessed).data
    assert data["before"]["known_at"] == data["after"]["known_at"]
    assert data["moved"] == ["world"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("353",), "give two assessments, or a cell with --as-of and --and"),
        (("11", "--as-of", SHIPPED), "give two assessments, or a cell with --as-of and --and"),
        (("353", "354", "--as-of", SHIPPED), "leave --as-of, --and and --known-at out"),
        (("353", "11"), "entry 11 is of type `reading:recorded`"),
        (("353", "last"), "`last` names no assessment; write its id, `11@2026-04-26#357`, or its entry, `357`"),
        (("353", "3\u06654"), "names no assessment"),
        (("353", "\x1b[2J@2026-04-26#354"), f"entry 354 recorded `{ID}`"),
        (("353", "9999"), "entry 9999 is not there"),
        (("11", "--as-of", "2026-02-30", "--and", SHIPPED), "as of `2026-02-30` is not a day"),
        (("11", "--as-of", SHIPPED, "--and", "soon"), "and `soon` is not a day"),
        (("99", "--as-of", "2026-03-31", "--and", SHIPPED, "--known-at", SHIPPED), "cell `99` is not in framework"),
    ],
)
def test_what_cannot_be_compared_is_refused(run, assessed, words, told):
    ended = run("diff", *words, "--db", assessed)
    assert (ended.code, ended.out) == (ExitCode.USAGE, "")
    assert told in ended.err
    assert "\x1b" not in ended.err


def test_assessments_of_two_cells_are_not_compared(run, own):
    with open_assessor(str(own), "tester") as assessor:
        other = assess(assessor, "7", as_of=date(2026, 4, 26), known_at=SHIPPED).assessment.entry_index
    ended = run("diff", LAST, other, "--db", own)
    assert (ended.code, "of cells `11` and `7`: compare two of one" in ended.err) == (ExitCode.USAGE, True)


def test_an_end_that_its_record_does_not_give_is_not_compared(run, own):
    change(own, (LATER, ("chihuahua-incident",)))
    ended = run("diff", FIRST, LAST, "--db", own)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert "is not what comes out of its own inputs" in ended.err
