"""A case that is varied item by item is the case that is prepared from all of it at once."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.domain.evidence import Feed
from assessor.domain.known import feed_of
from assessor.engine.carry import carry, keep_watching
from assessor.engine.columns import Calendar
from assessor.engine.plan import compile_plan
from assessor.engine.prepare import prepare
from assessor.errors import EvidenceInvalidError
from tests.property.examples import examples
from tests.property.worlds import EPOCH, LAST, evidence, known, rulesets, versions_of

ENDED = {
    "id": "feed",
    "title": "f",
    "watches": [{"from": "2024-01-01", "to": "2024-03-01"}],
    "gaps": [{"from": "2024-02-01"}, {"from": "2024-06-01"}],
}


def prepared(ruleset, found, last=LAST):
    rules = ruleset.rules_of("1")
    try:
        return prepare(ruleset.framework, ruleset.cell("1"), compile_plan(rules), found, Calendar(EPOCH, last))
    except EvidenceInvalidError:  # generated dates of one report may share no day
        assume(False)
        raise


@examples(60, derandomize=True)
@given(rulesets(), evidence(), st.data())
def test_adding_and_taking_away_gives_what_preparing_anew_gives(ruleset, versions, data):
    items = [v for v in versions if v.kind != "source"]
    groups = data.draw(st.lists(st.sampled_from(["kept", "added", "gone"]), min_size=len(items), max_size=len(items)))
    chosen = {name: [v for v, g in zip(items, groups, strict=True) if g == name] for name in ("kept", "added", "gone")}
    sources = [v for v in versions if v.kind == "source"]
    before = prepared(ruleset, known([*sources, *chosen["kept"], *chosen["gone"]]))
    after = prepared(ruleset, known([*sources, *chosen["kept"], *chosen["added"]]))
    try:
        varied = before.varied(added=chosen["added"], gone=[v.key for v in chosen["gone"]])
    except EvidenceInvalidError:
        assume(False)
        raise
    assert varied.rows() == after.rows()
    assert varied.matched == after.matched


@examples(40, derandomize=True)
@given(rulesets(), evidence(), st.integers(0, 90))
def test_what_is_carried_changes_no_day_up_to_the_one_judged(ruleset, versions, back):
    as_of = LAST - timedelta(days=back)
    found = known(versions)
    carried = carry(prepared(ruleset, keep_watching(found, as_of)), as_of)
    plain = prepared(ruleset, found)
    days = (as_of - EPOCH).days + 1
    assert carried.rows()[:days] == plain.rows()[:days]


@examples(40, derandomize=True)
@given(rulesets(), evidence(), st.integers(0, 90))
def test_a_carried_reading_is_looked_at_as_on_the_day_it_last_moved(ruleset, versions, back):
    as_of = LAST - timedelta(days=back)
    ready = carry(prepared(ruleset, known(versions)), as_of)
    for leaf, column in zip(ready.leaves, ready.columns, strict=True):
        assert [leaf.outcome(day) for day in ready.days] == column.outcomes.tolist()


def test_a_feed_that_ended_watches_again_and_its_open_gap_is_closed():
    watching = keep_watching(known(versions_of([Feed.model_validate(ENDED)])), date(2024, 4, 1))
    (feed,) = map(feed_of, watching.feeds)
    assert [(w.since, w.to) for w in feed.watches] == [
        (date(2024, 1, 1), date(2024, 3, 1)),
        (date(2024, 4, 2), None),
    ]
    assert [(g.since, g.to) for g in feed.gaps] == [(date(2024, 2, 1), date(2024, 4, 1))]
