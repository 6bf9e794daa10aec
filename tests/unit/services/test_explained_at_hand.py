"""A recorded assessment whose evaluation is at hand is explained from it, and from nothing where it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.engine.fold import Fold
from assessor.engine.memory import Memory
from assessor.services.assessment_name import Reference
from assessor.services.explain import explain_recorded
from tests.harbour_log import found, judge_harbour, open_harbour


@pytest.fixture
def folded(monkeypatch):
    """The days that folds stepped."""
    days = []
    step = Fold.step

    def noting(self, day, leaves, *, floor):
        days.append(day)
        return step(self, day, leaves, floor=floor)

    monkeypatch.setattr(Fold, "step", noting)
    return days


def test_what_was_just_recorded_is_not_folded_again(tmp_path, folded):
    with open_harbour(tmp_path / "log.db") as context:
        found(context)
        entry = judge_harbour(context).entry_index
        assert entry is not None
        assert folded
        folded.clear()
        at_hand = explain_recorded(context, Reference(entry))
        assert not folded
        elsewhere = replace(context, engines=replace(context.engines, memory=Memory()))
        assert explain_recorded(elsewhere, Reference(entry)) == at_hand
        assert folded
