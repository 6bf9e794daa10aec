"""
The vocabulary as pytest-bdd has it: one step for each keyword, which stands for all of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_bdd import given, then, when
from pytest_bdd.parsers import StepParser

from assessor.scenarios.run import do_step
from assessor.scenarios.steps import STEPS

if TYPE_CHECKING:
    from assessor.scenarios.vocabulary import Meant
    from assessor.scenarios.world import World


class _Ours(StepParser):
    """Takes every sentence that is one of the vocabulary."""

    def __init__(self, keyword: str) -> None:
        super().__init__(f"assessor {keyword}")
        self.keyword = keyword

    def is_matching(self, name: str) -> bool:
        """See `StepParser`."""
        return STEPS.find(self.keyword, name) is not None

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """See `StepParser`."""
        meant = STEPS.find(self.keyword, name)
        return {"meant": meant} if meant is not None else None


@given(_Ours("given"))
@when(_Ours("when"))
@then(_Ours("then"))
def _(assessor_world: World, meant: Meant, datatable: list[list[str]] | None = None) -> None:
    do_step(assessor_world, meant, datatable)
