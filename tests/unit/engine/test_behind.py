"""The rules and the evidence behind a change, on two small cells of which one reads the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assessor.domain.cell import Cell
from assessor.domain.change import Change
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.framework import Framework
from assessor.engine.behind import look_behind
from assessor.engine.compare import compare
from assessor.engine.evaluate import evaluate
from assessor.engine.facets import PARTS
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.ruleset.model import CellRules, Ruleset
from tests.property.worlds import CELL, FRAMEWORK, known, versions_of

BUSY = {"signals": {"direction": "up", "tier": [1]}, "within": "P1M", "count": {"at_least": 2}}
RULES = {
    "f": (BUSY, {"finding": "busy"}),
    "t": ({"finding": "busy"}, {"transition": "B", "from": "A"}),
    "w": ({"state": "B", "for": "P1M"}, {"transition": "C", "from": "B"}),
    "q": ({"finding": "busy"}, {"qualifier": "odd"}),
    "d": ({"reading": "x", "is": {"above": 1}, "max_age": "P2M"}, {"dimension": "d", "status": "good"}),
    "r": ({"trajectory_of": "2", "is": "B"}, {"trend": "rising"}),
}
OTHER = {"o": ({"signals": {"stage": "act"}, "within": "P1Y", "count": {"at_least": 1}}, RULES["t"][1])}


def ruleset(rules=RULES, standing=None):
    def of_cell(cell, some):
        made = [{"id": name, "when": when, "then": then, "because": "b"} for name, (when, then) in some.items()]
        return CellRules.model_validate({"cell": cell, "rules": made})

    floor = standing or {"signals": 0, "within": "P1Y", "dimensions": 0}
    return Ruleset(
        framework=Framework.model_validate({**FRAMEWORK, "standing": floor}),
        cells=tuple(Cell.model_validate({**CELL, "cell": name}) for name in "12"),
        rules=(of_cell("1", rules), of_cell("2", OTHER)),
    )


def source(name="s", tier=1):
    return Source(id=name, title=f"report {name}", tier=tier, published=date(2024, 1, 1))


FEED = Feed.model_validate({"id": "feed", "title": "f", "watches": [{"from": "2000-01-01"}]})
OFFICE = (source(), FEED)


def signal(name, when, cell="1", direction="up", stage="act"):
    impact = {"cell": cell, "direction": direction, "stage": stage, "dimensions": ["d"]}
    stated = {"id": name, "title": f"event {name}", "date": when, "sources": [f"of-{name}"], "impacts": [impact]}
    reported = Source(id=f"of-{name}", title=name, tier=1, published=date(2024, 12, 31))
    return (reported, Signal.model_validate(stated))


def reading(period, value):
    return (Reading.model_validate({"indicator": "x", "period": period, "value": value, "unit": "u", "source": "s"}),)


def judged(day, *items, rules=None, versions=()):
    made = [*versions_of([*OFFICE, *items]), *versions]
    engine = CrossChecked(NativeEngine())
    return evaluate(rules or ruleset(), known(made), "1", date.fromisoformat(day), engine)


def behind(before, after):
    """Return what lies behind each change, as texts: rules, then items."""
    found = {}
    for change in compare(before.verdict, after.verdict):
        if change.part in PARTS:
            rules, items = look_behind(change, before, after)
            found[str(change)] = [f"{r.rule} on {r.day}: {r.words}" for r in rules] + [
                f"{item.kind} {item.id}: {item.move}" for item in items
            ]
    return found


TWO = (*signal("one", "2024-02-01"), *signal("two", "2024-02-10"))
MOVED = ["f on 2024-02-20: not met became met", "signal one: added", "signal two: added"]


def test_a_conclusion_is_followed_through_its_findings_to_the_evidence():
    found = behind(judged("2024-02-20"), judged("2024-02-20", *TWO))
    assert found["qualifier odd: new"] == ["q on 2024-02-20: not met became met", *MOVED]
    assert found["finding busy: not met became met"] == MOVED


def test_a_state_is_looked_into_on_the_day_on_which_the_ways_parted():
    found = behind(judged("2024-03-05"), judged("2024-03-05", *TWO))
    on_the_day = [text.replace("2024-02-20", "2024-02-10") for text in MOVED]
    assert found["trajectory: A became B"] == ["t on 2024-02-10: not met became met", *on_the_day]


def test_of_two_days_the_earlier_is_the_one_on_which_the_ways_parted():
    early = (*TWO, *signal("before", "2024-02-03"))
    found, _ = look_behind(Change(part="trajectory"), judged("2024-03-05", *TWO), judged("2024-03-05", *early))
    assert [(rule.rule, str(rule.day), rule.words) for rule in found] == [
        ("t", "2024-02-03", "not met became met"),
        ("f", "2024-02-03", "not met became met"),
    ]


def test_what_is_known_no_longer_was_removed():
    found = behind(judged("2024-02-20", *TWO), judged("2024-02-20", *signal("one", "2024-02-01")))
    assert found["qualifier odd: gone"][2:] == ["signal two: removed"]


def test_what_was_known_before_counts_now_or_counts_no_longer():
    found = behind(judged("2024-02-05", *TWO), judged("2024-02-20", *TWO))
    assert found["qualifier odd: new"][2:] == ["signal two: entered"]
    found = behind(judged("2024-02-20", *TWO), judged("2024-03-05", *TWO))
    assert found["qualifier odd: gone"][2:] == ["signal one: left"]


def test_time_alone_has_rules_and_no_evidence():
    found = behind(judged("2024-02-20", *TWO), judged("2024-03-20", *TWO))
    assert found["trajectory: B became C"] == ["w on 2024-03-10: not met became met"]


def test_a_corrected_figure_is_known_in_another_version():
    first, second = reading("2024-01", "2"), reading("2024-01", "1")
    (corrected,) = versions_of(second)
    before = judged("2024-02-20", *first)
    after = judged("2024-02-20", *first, versions=[replace(corrected, version=2, digest="sha256:new")])
    change = next(c for c in compare(before.verdict, after.verdict) if c.part == "dimension")
    ((rule,), (item,)) = look_behind(change, before, after)
    assert (rule.rule, rule.words) == ("d", "met became not met")
    assert (item.id, item.move, item.before, item.after, item.title) == ("x/2024-01", "replaced", 1, 2, "1 u")


def test_a_figure_that_ages_gives_no_value_any_more():
    found = behind(judged("2024-02-20", *reading("2024-01", "2")), judged("2024-04-20", *reading("2024-01", "2")))
    changed = ["d on 2024-04-20: met became unknown", "reading x/2024-01: less sure"]
    assert found["dimension d: good became undetermined: unknown"] == changed


def test_another_cells_trajectory_is_told():
    act = signal("deed", "2024-02-15", cell="2")
    before, after = judged("2024-02-20"), judged("2024-02-20", *act)
    change = next(c for c in compare(before.verdict, after.verdict) if c.part == "trend")
    rules, items = look_behind(change, before, after)
    assert [rule.words for rule in rules] == ["not met became met"]
    assert [(i.kind, i.id, i.move, i.title) for i in items] == [("cell", "2", "replaced", "A became B")]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (
            {**RULES, "f": ({**BUSY, "count": {"at_least": 3}}, RULES["f"][1])},
            "f on 2024-02-20: met became not met, edited",
        ),
        ({n: r for n, r in RULES.items() if n != "q"}, "q on 2024-02-20: gone, was met"),
    ],
    ids=["edited", "gone"],
)
def test_a_rule_that_was_edited_or_taken_away_says_so(rules, words):
    found = behind(judged("2024-02-20", *TWO), judged("2024-02-20", *TWO, rules=ruleset(rules)))
    assert words in found["qualifier odd: gone"]
    found = behind(judged("2024-02-20", *TWO, rules=ruleset(rules)), judged("2024-02-20", *TWO))
    turned = words.replace("met became not met", "not met became met").replace("gone, was met", "new, met")
    assert turned in found["qualifier odd: new"]


def test_a_new_rule_that_does_not_hold_changed_nothing():
    more = {**RULES, "n": ({"signals": {"stage": "talk"}, "within": "P1M", "count": {"at_least": 1}}, RULES["q"][1])}
    found = behind(judged("2024-02-20"), judged("2024-02-20", *TWO, rules=ruleset(more)))
    assert not [text for texts in found.values() for text in texts if text.startswith("n ")]


def test_a_source_of_another_tier_is_told_where_its_signal_was_known_before():
    (again,) = versions_of([Source(id="of-two", title="two", tier=2, published=date(2024, 12, 31))])
    worse = replace(again, version=2, digest="sha256:worse")
    found = behind(judged("2024-02-20", *TWO), judged("2024-02-20", *TWO, versions=[worse]))
    assert found["qualifier odd: gone"][2:] == ["signal two: left", "source of-two: replaced"]


def test_an_alternative_is_looked_into_on_the_day_of_doubt():
    vague = (*signal("one", "2024-02-10"), *signal("two", "2024-02"))
    before, after = judged("2024-02-12", *signal("one", "2024-02-10")), judged("2024-02-12", *vague)
    found = behind(before, after)
    assert found["alternative B: new"] == [
        "t on 2024-02-10: not met became unknown",
        "f on 2024-02-10: not met became unknown",
        "signal two: added",
    ]


def test_a_gap_in_a_feed_is_told():
    gap = Feed.model_validate(
        {"id": "feed", "title": "f", "watches": [{"from": "2000-01-01"}], "gaps": [{"from": "2024-02-01"}]}
    )
    (version,) = versions_of([gap])
    newer = replace(version, version=2, digest="sha256:gap")
    found = behind(judged("2024-02-20"), judged("2024-02-20", versions=[newer]))
    assert found["finding busy: not met became unknown"] == [
        "f on 2024-02-20: not met became unknown",
        "feed feed: replaced",
    ]


def test_a_day_that_moves_into_a_gap_is_told():
    gap = {"id": "feed", "title": "f", "watches": [{"from": "2000-01-01"}], "gaps": [{"from": "2024-02-15"}]}
    (version,) = versions_of([Feed.model_validate(gap)])
    gapped = [replace(version, version=2, digest="sha256:gap")]
    found = behind(judged("2024-02-10", versions=gapped), judged("2024-02-20", versions=gapped))
    assert found["finding busy: not met became unknown"][1:] == ["feed feed: less sure"]


LONG = {"signals": {"direction": "up"}, "within": "P1Y", "count": {"at_least": 1}}


def test_a_vague_date_that_is_surely_over_is_surer():
    rules = ruleset({"q": (LONG, {"qualifier": "odd"})})
    ends = [judged(day, *signal("vague", "2024-02"), rules=rules) for day in ("2024-02-20", "2024-03-05")]
    assert behind(*ends)["qualifier odd: new"] == [
        "q on 2024-03-05: unknown became met",
        "signal vague: surer",
    ]


def test_what_a_condition_counts_after_is_seen_too():
    after = {**LONG, "after": {"direction": "down"}}
    rules = ruleset({"q": (after, {"qualifier": "odd"})})
    up, down = signal("up", "2024-02-10"), signal("down", "2024-02-01", direction="down")
    found = behind(judged("2024-02-20", *up, rules=rules), judged("2024-02-20", *up, *down, rules=rules))
    assert "signal down: added" in found["qualifier odd: new"]


def test_standing_is_looked_into_through_the_floor():
    floored = ruleset(standing={"signals": 2, "within": "P1Y", "dimensions": 0})
    before = judged("2024-02-20", *signal("one", "2024-02-01"), rules=floored)
    found = behind(before, judged("2024-02-20", *TWO, rules=floored))
    assert found["standing: insufficient became sufficient"] == ["signal two: added"]
    assert "signal two: added" in found["trajectory: none became B"]


def test_details_have_nothing_behind_them():
    before, after = judged("2024-02-20"), judged("2024-02-20", *TWO)
    assert look_behind(Change(part="reason", about="qualifier odd, by rule q"), before, after) == ((), ())
