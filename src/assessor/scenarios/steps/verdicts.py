"""Steps that expect parts of a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.engine.explain import why_not
from assessor.errors import StepInvalidError
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.steps.words import STEPS, expect, fail, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.engine.histories import DimensionState
    from assessor.scenarios.failure import Explains
    from assessor.scenarios.judge import Judgement
    from assessor.scenarios.world import World

TOPIC = "The verdict"


@STEPS.expect("the trajectory is {trajectory}", topic=TOPIC, example='Then the trajectory is "Advancing"')
def _trajectory(world: World, trajectory: str) -> None:
    """The trajectory that is issued; none is where the standing is insufficient."""
    check_declared("trajectory", trajectory, (t.id for t in world.ruleset.framework.trajectories))
    found = world.last.verdict.trajectory
    if found != trajectory:
        told = f"`{found}`" if found is not None else f"none: the standing is {world.last.verdict.standing}"
        fail(f"`{trajectory}`", told, world.last, _why_not(world.last, trajectory))


@STEPS.expect("the trajectory is not {trajectory}", topic=TOPIC, example='Then the trajectory is not "Contested"')
def _not_trajectory(world: World, trajectory: str) -> None:
    """Another trajectory is issued, or none."""
    check_declared("trajectory", trajectory, (t.id for t in world.ruleset.framework.trajectories))
    if world.last.verdict.trajectory == trajectory:
        fail(f"another than `{trajectory}`", f"`{trajectory}`", world.last)


@STEPS.expect("the state of the fold is {state}", topic=TOPIC, example='Then the state of the fold is "Contested"')
def _state(world: World, state: str) -> None:
    """The state that the timeline arrived at, whether or not it is issued."""
    check_declared("trajectory", state, (t.id for t in world.ruleset.framework.trajectories))
    expect(state, world.last.state, world.last)


@STEPS.expect("the standing is {standing}", topic=TOPIC, example='Then the standing is "sufficient"')
def _standing(world: World, standing: str) -> None:
    """Whether there is data enough to issue a trajectory: `sufficient` or `insufficient`."""
    check_declared("standing", standing, ("sufficient", "insufficient"))
    expect(standing, world.last.verdict.standing, world.last)


@STEPS.expect(
    "the qualifiers are {qualifiers:names}", topic=TOPIC, example='Then the qualifiers are "with bilateral friction"'
)
def _qualifiers(world: World, qualifiers: tuple[str, ...]) -> None:
    """Exactly these qualifiers stand beside the trajectory, in any order."""
    for qualifier in qualifiers:
        check_declared("qualifier", qualifier, (q.id for q in world.ruleset.framework.qualifiers))
    expect(tuple(sorted(qualifiers)), tuple(sorted(world.last.verdict.qualifiers)), world.last)


@STEPS.expect("there are no qualifiers", topic=TOPIC, example="Then there are no qualifiers")
def _no_qualifiers(world: World) -> None:
    """No qualifier stands beside the trajectory."""
    expect((), world.last.verdict.qualifiers, world.last)


@STEPS.expect("the trend is {trend}", topic=TOPIC, example='Then the trend is "Improving with episodic shocks"')
def _trend(world: World, trend: str) -> None:
    """The trend, or `unknown` where a rule that could decide it is unknown."""
    check_declared("trend", trend, (*(t.id for t in world.ruleset.framework.trends), "unknown"))
    expect(trend, world.last.verdict.trend, world.last)


@STEPS.expect("there is no trend", topic=TOPIC, example="Then there is no trend")
def _no_trend(world: World) -> None:
    """No trend is issued: no rule about it is met and none unknown, or the standing is insufficient."""
    expect(None, world.last.verdict.trend, world.last)


@STEPS.expect("the confidence is {level}", topic=TOPIC, example='Then the confidence is "moderate"')
def _confidence(world: World, level: str) -> None:
    """`high`, `moderate` or `low`."""
    check_declared("level of confidence", level, ("high", "moderate", "low"))
    expect(level, world.last.verdict.confidence, world.last)


@STEPS.expect(
    "the confidence is lowered by the rule {rule}",
    topic=TOPIC,
    example='Then the confidence is lowered by the rule "one-data-set"',
)
def _lowered(world: World, rule: str) -> None:
    """A rule took a step of confidence down."""
    steps = [step.rule for step in world.last.evaluation.verdict.confidence_steps if step.step == "down" and step.rule]
    if rule not in steps:
        fail(f"a step down by {quote(rule)}", tell(steps), world.last)


@STEPS.expect(
    "the alternatives are {alternatives:names}", topic=TOPIC, example='Then the alternatives are "Deteriorated"'
)
def _alternatives(world: World, alternatives: tuple[str, ...]) -> None:
    """Exactly these other states could have been reached by guards that are unknown, in any order."""
    for state in alternatives:
        check_declared("trajectory", state, (t.id for t in world.ruleset.framework.trajectories))
    expect(tuple(sorted(alternatives)), tuple(sorted(world.last.verdict.alternatives)), world.last)


@STEPS.expect("there are no alternatives", topic=TOPIC, example="Then there are no alternatives")
def _no_alternatives(world: World) -> None:
    """No unknown guard could have led to another state."""
    expect((), world.last.verdict.alternatives, world.last)


@STEPS.expect(
    "dimension {dimension} is {status}", topic=TOPIC, example='Then dimension "cartel-suppression" is "advancing"'
)
def _dimension(world: World, dimension: str, status: str) -> None:
    """The status of a dimension, or `undetermined`."""
    known = (*(s.id for s in world.ruleset.framework.statuses), "undetermined")
    check_declared("status", status, known)
    expect(status, _status(world, dimension).status, world.last)


@STEPS.expect(
    "dimension {dimension} is undetermined because it is {why}",
    topic=TOPIC,
    example='Then dimension "world-cup-security" is undetermined because it is "not due"',
)
def _undetermined(world: World, dimension: str, why: str) -> None:
    """Why no status is determined: `not due`, `not observed`, `stale` or `unknown`."""
    check_declared("reason", why, ("not due", "not observed", "stale", "unknown"))
    found = _status(world, dimension)
    if found.status != "undetermined":
        fail(f"undetermined, {why}", f"determined: {found.status}", world.last)
    expect(why, found.why, world.last)


@STEPS.expect(
    "dimension {dimension} names {indicator} as stale",
    topic=TOPIC,
    example='Then dimension "border-and-fentanyl" names "swb-encounters" as stale',
)
def _stale(world: World, dimension: str, indicator: str) -> None:
    """An indicator of the dimension has no reading young enough."""
    _status(world, dimension)
    (found,) = (d for d in world.last.evaluation.verdict.dimensions if d.dimension == dimension)
    if not any(named.startswith(f"{indicator} ") for named in found.stale):
        fail(f"{quote(indicator)} as stale", tell(found.stale), world.last)


@STEPS.expect(
    "every undetermined dimension says what would settle it",
    topic=TOPIC,
    example="Then every undetermined dimension says what would settle it",
)
def _settled_by(world: World) -> None:
    """At least one dimension is undetermined, and none of those leaves open what would determine it."""
    undetermined = [d for d in world.last.evaluation.verdict.dimensions if d.status == "undetermined"]
    silent = [d.dimension for d in undetermined if not d.settle]
    if not undetermined or silent:
        fail("what would settle each", f"nothing for {tell(silent)}" if undetermined else "no undetermined dimension")


@STEPS.expect(
    "both assessments have the same verdict", topic=TOPIC, example="Then both assessments have the same verdict"
)
def _same(world: World) -> None:
    """The last two judgements agree in every part of the verdict."""
    if len(world.judgements) < 2:  # noqa: PLR2004 - two are compared
        raise StepInvalidError("judge a cell twice before this step")
    first, second = world.judgements[-2:]
    if first.verdict != second.verdict:
        fail(str(first.verdict), str(second.verdict), second)


def _status(world: World, dimension: str) -> DimensionState:
    found = {d.dimension: d for d in world.last.verdict.dimensions}
    check_declared("dimension", dimension, found)
    return found[dimension]


def check_declared(kind: str, name: str, known: Iterable[str]) -> None:
    """Refuse an expectation in words that no verdict can have, so that none passes or fails by a slip."""
    words = tuple(known)
    if name not in words:
        listed = ", ".join(words) or "none"
        raise StepInvalidError(f"there is no {kind} {quote(name)}{did_you_mean(name, words)} (there are: {listed})")


def _why_not(judgement: Judgement, trajectory: str) -> Explains | None:
    """Return what explains why the trajectory expected is not there, where the state is another."""
    if judgement.state == trajectory:
        return None
    return lambda: why_not(judgement.evaluation, trajectory)
