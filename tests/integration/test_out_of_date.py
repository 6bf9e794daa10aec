"""A recorded assessment that something newer touches says so; one that was replaced, or is not touched, does not."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.services.assess import assess
from assessor.services.out_of_date import find_newer
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from tests.harbour_log import found, open_harbour, stricter_rules
from tests.integration.test_recompute import told


@pytest.fixture
def context(store):
    with open_harbour(store.url) as context:
        found(context)
        yield context


def test_the_latest_of_a_cell_is_out_of_date_by_what_touches_it_since(context):
    old = assess(context, "ferry", as_of=date(2025, 6, 1)).assessment
    latest = assess(context, "ferry").assessment
    lighthouse = assess(context, "lighthouse").assessment
    trial = assess(context, "ferry", dry_run=True).assessment
    assert find_newer(context, latest) == ()
    record_batch(context, told("proposal", ["ferry"], source="s"), proposed=True)
    assert find_newer(context, latest) == ()
    record_batch(context, told("late", ["ferry"], "2025-04-10"))
    assert find_newer(context, latest) == (17, 18)
    assert [find_newer(context, one) for one in (old, lighthouse, trial)] == [(), (), ()]
    (one,) = recompute(context)
    assert find_newer(context, latest) == ()
    assert find_newer(context, one.assessment) == ()


def test_rules_that_came_into_force_put_an_assessment_out_of_date(context):
    latest = assess(context, "harbour").assessment
    publish_ruleset(context, stricter_rules(), date(2027, 1, 1))
    assert find_newer(context, latest) == ()
    published = publish_ruleset(context, stricter_rules(), date(2025, 2, 1))
    assert find_newer(context, latest) == (published.entry_index,)
