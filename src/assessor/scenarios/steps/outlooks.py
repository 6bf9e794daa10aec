"""Steps that expect what a branch of the outlook leads to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.engine.inference import NativeEngine
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.engine.outlook import judge_branch
from assessor.errors import StepInvalidError, UsageError
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.steps.words import STEPS, expect

if TYPE_CHECKING:
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.outlook import BranchOutlook
    from assessor.scenarios.world import World

TOPIC = "The outlook"


@STEPS.expect(
    "in the branch {branch} with nothing new the trajectory is {trajectory}",
    topic=TOPIC,
    example='Then in the branch "settles" with nothing new the trajectory is "Advancing"',
)
def _nothing_new(world: World, branch: str, trajectory: str) -> None:
    """The trajectory at the horizon of a branch if none of its assumptions comes true and nothing else happens."""
    _expect(world, branch, (), trajectory)


@STEPS.expect(
    "in the branch {branch} with {assumptions:names} coming true the trajectory is {trajectory}",
    topic=TOPIC,
    example='Then in the branch "drifts" with "cooperation-ends" coming true the trajectory is "Contested"',
)
def _coming_true(world: World, branch: str, assumptions: tuple[str, ...], trajectory: str) -> None:
    """The trajectory at the horizon of a branch if these of its assumptions come true, and no others."""
    _expect(world, branch, assumptions, trajectory)


def _expect(world: World, branch: str, assumptions: tuple[str, ...], trajectory: str) -> None:
    states = [t.id for t in world.ruleset.framework.trajectories]
    if trajectory not in states:
        raise StepInvalidError(f"there is no trajectory {quote(trajectory)}{did_you_mean(trajectory, states)}")
    found = _judge(world.last.evaluation, branch)
    known = [assumption.id for assumption in found.branch.assumes]
    for assumption in assumptions:
        if assumption not in known:
            near = did_you_mean(assumption, known)
            raise StepInvalidError(f"branch {quote(branch)} has no assumption {quote(assumption)}{near}")
    (subset,) = (one for one in found.subsets if set(one.holds) == set(assumptions))
    expect(trajectory, subset.verdict.trajectory, world.last)


@lru_cache(maxsize=16)
def _judge(evaluation: Evaluation, name: str) -> BranchOutlook:
    branches = {branch.id: branch for branch in evaluation.ruleset.rules_of(evaluation.cell).branches}
    if name not in branches:
        raise StepInvalidError(f"the cell has no branch {quote(name)}{did_you_mean(name, branches)}")
    try:
        return judge_branch(evaluation, branches[name], CrossChecked(NativeEngine()))  # which asks no other
    except UsageError as error:
        raise StepInvalidError(str(error)) from error
