"""The traps of the rule authors' guide do catch what the guide says they catch, and the ways out lead out."""

from __future__ import annotations

from datetime import date

import pytest

from tests.docs.harbour import DREDGED, WATCHED, outcomes, signal, source


def test_a_fuzzy_date_is_never_certain_in_a_short_window_and_is_in_a_long_one(judge):
    vague = f"{WATCHED}sources:\n{source('paper')}signals:\n{signal('work', '2025', 'paper')}"
    short = outcomes(judge(DREDGED % ("P6M", 1), vague, "2026-12-31"), "dredged")
    assert set(short.values()) == {-1, 0}
    assert {day.year for day, outcome in short.items() if outcome == 0} == {2025, 2026}
    long = outcomes(judge(DREDGED % ("P18M", 1), vague, "2026-12-31"), "dredged")
    assert next(day for day, outcome in long.items() if outcome == 1) == date(2025, 12, 31)


@pytest.mark.parametrize(("stated", "certain", "possible", "origins"), [({"origin": "agency"}, 1, 1, 1), ({}, 1, 3, 3)])
def test_copies_are_one_report_where_their_origin_is_stated(judge, stated, certain, possible, origins):
    names = ("herald", "courier", "mirror")
    papers = "".join(source(name, "2025-03-01", **stated) for name in names)
    told = "".join(signal(f"by-{name}", "2025-03-01", name) for name in names)
    evidence = f"{WATCHED}sources:\n{papers}signals:\n{told}"
    (leaf,) = judge(DREDGED % ("P1Y", 2), evidence, "2025-06-01").prepared.leaves
    tally = leaf.tally(date(2025, 6, 1))
    assert (tally.count.certain, tally.count.possible, tally.origins.certain) == (certain, possible, origins)


def test_a_not_over_a_gap_is_unknown_and_a_warning_goes_silent(judge):
    rules = """
- {id: seen, when: {signals: {tags: dredging}, within: P6M, reason: made up}, then: {finding: seen}, because: made up}
- {id: warn, when: {not: {finding: seen}}, then: {qualifier: under strike}, because: nobody dredges}
"""
    gap = WATCHED.replace("}]\n", ", gaps: [{from: 2025-06-02, to: 2025-06-06}]}]\n")
    strike = f"sources:\n{source('paper', '2025-01-02')}signals:\n{signal('s', '2025-01-02', 'paper', 'strike')}"
    assert judge(rules, WATCHED + strike, "2025-07-01").verdict.qualifiers == ("under strike",)
    assert judge(rules, gap + strike, "2025-07-01").verdict.qualifiers == ()
    assert judge(rules, gap + strike, "2025-12-06").verdict.qualifiers == ("under strike",)


def test_held_doubts_after_every_change_and_a_state_with_for_does_not(judge):
    rules = (
        DREDGED % ("P1M", 1)
        + """
- {id: long, when: {held: P2W, condition: {finding: dredged}, reason: made up}, then: {finding: long}, because: so}
- {id: in, when: {finding: dredged}, then: {transition: Limited, from: Closed}, because: made up}
- {id: stays, when: {state: Limited, for: P2W, reason: made up}, then: {finding: stays}, because: made up}
"""
    )
    once = f"{WATCHED}sources:\n{source('paper', '2025-03-01')}signals:\n{signal('work', '2025-03-01', 'paper')}"
    evaluation = judge(rules, once, "2025-06-01")
    held = outcomes(evaluation, "long")
    assert [str(day) for day, outcome in held.items() if outcome == 1] == [f"2025-03-{d}" for d in range(14, 32)]
    doubted = [str(day) for day, outcome in held.items() if outcome == 0]
    assert (doubted[0], doubted[12], doubted[13], doubted[-1]) == (
        "2025-03-01",
        "2025-03-13",
        "2025-04-01",
        "2025-04-13",
    )
    assert len(doubted) == 26
    assert 0 not in outcomes(evaluation, "stays").values()


ALTERNATING = (
    DREDGED % ("P1Y", 1)
    + """
- {id: struck, when: {signals: {tags: strike}, within: P1Y, reason: made up}, then: {finding: struck}, because: so}
- {id: in, when: {finding: dredged}, then: {transition: Limited, from: Closed}, because: made up}
- {id: up, when: {finding: dredged}, then: {transition: Open, from: Limited}, because: made up}
- {id: down, when: {finding: struck}, then: {transition: Limited, from: Open}, because: made up}
"""
)


@pytest.mark.parametrize(
    ("guard", "moves"),
    [
        ("{finding: dredged}", 10),
        ("{all: [{finding: dredged}, {not: {finding: struck}}]}", 1),
    ],
)
def test_overlapping_guards_alternate_every_day_until_one_excludes_the_other(judge, guard, moves):
    evidence = (
        f"{WATCHED}sources:\n{source('paper', '2025-03-01')}signals:\n{signal('work', '2025-03-01', 'paper')}"
        f"{signal('strike', '2025-03-01', 'paper', 'strike', 'incident')}"
    )
    rules = ALTERNATING.replace("{id: up, when: {finding: dredged}", f"{{id: up, when: {guard}")
    assert len(judge(rules, evidence, "2025-03-10").timeline.folds["north"].moves) == moves
