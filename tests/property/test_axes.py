"""Both axes: each point is what a history of that knowledge says of that day, and the table says the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from assessor.domain.known import known_at
from assessor.domain.restatement import Issued
from assessor.engine.axes import Plane, Reign, Statement, layers_of, rows_of
from assessor.engine.histories import histories_of
from assessor.errors import EvidenceInvalidError
from tests.property.examples import examples
from tests.property.worlds import EPOCH, LAST, evidence, rulesets

DAY = timedelta(days=1)
DAYS = st.integers(0, (LAST - EPOCH).days).map(lambda n: EPOCH + n * DAY)
POINTS = st.lists(st.tuples(DAYS, DAYS).map(sorted), min_size=12, max_size=12)


def moment_of(day):
    return datetime.combine(day, time(23, 59), tzinfo=UTC)


@st.composite
def dated(draw):
    """Evidence that becomes known on days along the axis, some of it by a second version that takes it back."""
    versions = [replace(one, known_from=moment_of(draw(DAYS))) for one in draw(evidence())]
    again = draw(st.lists(st.sampled_from(versions), max_size=2, unique_by=lambda one: one.key))
    taken = [replace(one, version=2, accepted=False, known_from=one.known_from + 9 * DAY) for one in again]
    return versions + taken


def plane_of(ruleset, versions, statements=(), known_first=EPOCH):
    middle = EPOCH + 40 * DAY
    reigns = (Reign(ruleset, "a", EPOCH, middle), Reign(ruleset, "b", middle + DAY, LAST))
    try:
        layers = layers_of(reigns, versions, "1", (known_first, LAST), moment_of)
    except EvidenceInvalidError:  # generated dates of one report may share no day
        assume(False)
        raise
    told = tuple(sorted(statements, key=lambda one: (one.known_at, one.entry)))
    return Plane("1", "One", 99, EPOCH, LAST, known_first, LAST, reigns, layers, told)


@examples(15, suppress_health_check=[HealthCheck.filter_too_much])
@given(rulesets(), dated(), POINTS)
def test_a_point_is_what_that_knowledge_says_of_that_day(ruleset, versions, points):
    plane = plane_of(ruleset, versions)
    for as_of, known in points:
        history = histories_of(ruleset, known_at(versions, moment_of(known)), ("1",), as_of).of("1")
        assert plane.at(as_of, known).computed == Issued.of(history.at(as_of))


@examples(10, suppress_health_check=[HealthCheck.filter_too_much])
@given(rulesets(), dated())
def test_a_layer_begins_where_a_day_before_is_answered_differently_and_nowhere_else(ruleset, versions):
    plane = plane_of(ruleset, versions)
    begins = {layer.since: layer for layer in plane.layers}
    changing = {day for one in versions if EPOCH < (day := one.known_from.date()) <= LAST}
    assert begins.keys() <= {EPOCH, *changing}
    for known in changing:
        cuts = [known_at(versions, moment_of(day)) for day in (known, known - DAY)]
        then, before = (histories_of(ruleset, cut, ("1",), known).of("1") for cut in cuts)
        past = [EPOCH + n * DAY for n in range((known - EPOCH).days)]
        differs = any(Issued.of(then.at(day)) != Issued.of(before.at(day)) for day in past)
        assert differs == (known in begins)
        if differs:
            by = {one.key for one in begins[known].by}
            assert by
            assert by <= {one.key for one in versions if one.known_from.date() == known}


@st.composite
def statements(draw, ruleset):
    """What an entry said, of a day and by some knowledge; whatever it was."""
    words = [t.id for t in ruleset.framework.trajectories]
    found = []
    for entry in range(draw(st.integers(0, 8))):
        as_of = draw(DAYS)
        known = as_of + draw(st.integers(0, 30)) * DAY
        verdict = Issued(trajectory=draw(st.sampled_from(words)), confidence="low", standing="sufficient")
        basis = draw(st.sampled_from(["recorded", "restated"]))
        moment = moment_of(known).isoformat()
        found.append(Statement(basis, entry, 0, as_of, known, moment, moment, verdict))
    return [one for one in found if one.known <= LAST]


@examples(15, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data(), rulesets(), dated(), st.sampled_from([EPOCH, EPOCH + 30 * DAY]))
def test_the_table_says_of_each_point_what_stands_there(data, ruleset, versions, known_first):
    plane = plane_of(ruleset, versions, data.draw(statements(ruleset)), known_first)
    rows = rows_of(plane)
    assert [row.since for row in rows[1:]] == [row.until + DAY for row in rows[:-1]]
    assert (rows[0].since, rows[-1].until) == (EPOCH, LAST)
    for one, other in pairwise(rows):
        assert [replace(s, entries=()) for s in one.sayings] != [replace(s, entries=()) for s in other.sayings]
    for as_of, known in data.draw(POINTS):
        if known < known_first:
            continue
        (row,) = (row for row in rows if row.since <= as_of <= row.until)
        saying = [s for s in row.sayings if (s.known_from or as_of) <= known][-1]
        point = plane.at(as_of, known)
        said = [s for s in plane.statements if s.as_of == as_of and s.known <= known]
        assert point.basis == (said[-1].basis if said else "computed")
        assert point.verdict == (said[-1].verdict if said else point.computed)
        assert (saying.basis, saying.verdict) == (point.basis, point.verdict)
        assert (saying.computed or saying.verdict) == point.computed
        assert not said or said[-1].entry in saying.entries
