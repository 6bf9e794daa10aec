"""What is said without sets of items is what folds without each of them say, whatever the sets share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessor.engine.histories import histories_of
from assessor.engine.histories.history import History
from assessor.engine.removals import Removals
from assessor.engine.said import Said
from tests.property.examples import examples
from tests.property.test_under import _or_assume
from tests.property.worlds import LAST, evidence, known, rulesets_of_two_cells


@examples(15)
@given(rulesets_of_two_cells(), evidence(cells=True), st.data())
def test_sets_that_share_items_are_each_judged_as_if_alone(ruleset, versions, data):
    histories = _or_assume(lambda: histories_of(ruleset, known(versions), ("1",), LAST))
    keys = [v.key for v in versions if v.kind != "source"]
    gone = st.frozensets(st.sampled_from(keys), max_size=3) if keys else st.just(frozenset())
    removals = Removals(ruleset, histories.folded, "1")
    sets = data.draw(st.lists(gone, max_size=8))
    folded = [histories.varied(gone=some).folded["1"] for some in sets]
    assert removals.said((some, LAST) for some in sets) == [Said.of(one, LAST) for one in folded]
    assert removals.final_verdicts(sets) == [History(one).at(LAST) for one in folded]
    assert [one.moves for one in folded] == [one.path.moves for one in folded]  # the latter are stepped through
