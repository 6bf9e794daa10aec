"""Steps that expect reasons: findings, rules that fire, tensions, and the evidence behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.engine.decisive import decisive_items
from assessor.engine.explain import explain_rule, missing_of
from assessor.errors import StepInvalidError
from assessor.ruleset.conclusions import ConcludeTension
from assessor.ruleset.evidential import Selector
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.steps.words import STEPS, expect, fail, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.explanation import Explained
    from assessor.ruleset.model import Rule
    from assessor.scenarios.world import World

TOPIC = "Findings, rules and evidence"


@STEPS.expect(
    "the finding {finding} is {outcome:outcome}",
    topic=TOPIC,
    example='Then the finding "suppression-tempo-sustained" is met',
)
def _finding(world: World, finding: str, outcome: str) -> None:
    """A finding holds, does not, or is unknown on the day judged."""
    findings = world.last.history.folded.prepared.plan.before.findings
    if finding not in findings:
        raise StepInvalidError(f"no rule of the cell concludes {quote(finding)}{did_you_mean(finding, findings)}")
    expect(outcome, world.last.history.of_finding(finding)[-1].outcome.word, world.last)


@STEPS.expect("the rule {rule} is {outcome:outcome}", topic=TOPIC, example='Then the rule "partner-objects" is unknown')
def _rule(world: World, rule: str, outcome: str) -> None:
    """The condition of a rule is met, not met or unknown on the day judged; met, it fires."""
    found = world.last.history.of_rule(_named(world, rule))[-1].outcome.word
    if found != outcome:
        fail(outcome, found, why=lambda: (explain_rule(world.last.evaluation, rule),))


@STEPS.expect(
    "the rule {rule} fires on {evidence:names}",
    topic=TOPIC,
    example='Then the rule "partner-objects" fires on "chihuahua-incident"',
)
def _fires_on(world: World, rule: str, evidence: tuple[str, ...]) -> None:
    """A rule is met, and what matched, surely or possibly, is exactly this evidence, in any order."""
    _named(world, rule)
    explained = explain_rule(world.last.evaluation, rule)
    if explained.outcome != "met":
        fail("met", explained.outcome, why=lambda: (explained,))
    found = sorted({cited for part in _met(explained) for cited in part})
    if sorted(evidence) != found:
        fail(tell(sorted(evidence)), tell(found), why=lambda: (explained,))


@STEPS.expect(
    "the rule {rule} is held back by {lack}",
    topic=TOPIC,
    example='Then the rule "partner-objects" is held back by "1 more"',
)
def _held_back(world: World, rule: str, lack: str) -> None:
    """A rule is not met or unknown, and what `--why-not` says that it lacks holds this text."""
    _named(world, rule)
    explained = explain_rule(world.last.evaluation, rule)
    lacks = missing_of(explained)
    if explained.outcome == "met" or not any(lack in text for text in lacks):
        fail(quote(lack), "; ".join(lacks) or explained.outcome, why=lambda: (explained,))


@STEPS.expect("what is unknown names {words}", topic=TOPIC, example='Then what is unknown names "no feed watched"')
def _unknown(world: World, words: str) -> None:
    """Among the reasons why something could not be decided, or what would settle it, is this text."""
    unknowns = world.last.evaluation.verdict.unknowns
    said = [text for unknown in unknowns for text in (unknown.condition, unknown.reason, *unknown.settle)]
    if not any(words in text for text in said):
        fail(quote(words), "; ".join(said) or "nothing unknown", world.last)


@STEPS.expect("the tension {tension} is {outcome:outcome}", topic=TOPIC, example='Then the tension "trade" is met')
def _tension(world: World, tension: str, outcome: str) -> None:
    """Both findings of a tension hold, one does not, or that is unknown."""
    (rule,) = [r for r in _rules(world) if isinstance(r.then, ConcludeTension) and r.then.tension == tension] or (None,)
    if rule is None:
        known = [r.then.tension for r in _rules(world) if isinstance(r.then, ConcludeTension)]
        raise StepInvalidError(f"there is no tension {quote(tension)}{did_you_mean(tension, known)}")
    expect(outcome, world.last.history.of_rule(rule)[-1].outcome.word, world.last)


@STEPS.expect("{count:count} tensions are active", topic=TOPIC, example="Then 3 tensions are active")
def _tensions(world: World, count: int) -> None:
    """So many tensions have both findings met."""
    active = [
        rule.then.tension
        for rule in _rules(world)
        if isinstance(rule.then, ConcludeTension) and world.last.history.of_rule(rule)[-1].outcome.word == "met"
    ]
    if len(active) != count:
        fail(str(count), f"{len(active)}: {tell(active)}", world.last)


@STEPS.expect(
    "every active tension has evidence on each side",
    topic=TOPIC,
    example="Then every active tension has evidence on each side",
)
def _two_sided(world: World) -> None:
    """At least one tension is active, and of each that is, both findings rest on evidence."""
    active = [t for t in world.last.evaluation.verdict.tensions if t.active == "met"]
    one_sided = [t.tension for t in active if not all(side.evidence for side in t.sides)]
    if not active or one_sided:
        fail("evidence on each side", f"none on one side of {tell(one_sided)}" if active else "no active tension")


@STEPS.expect(
    "the evidence {item} is decisive", topic=TOPIC, example='Then the evidence "chihuahua-incident" is decisive'
)
def _decisive(world: World, item: str) -> None:
    """Without this one item the verdict would be another."""
    found = [key[1] for key in decisive_items(world.last.evaluation)]
    if item not in found:
        fail(quote(item), tell(found), world.last)


@STEPS.expect("the verdict rests on {items:names}", topic=TOPIC, example='Then the verdict rests on "clash" and "halt"')
def _rests_on(world: World, items: tuple[str, ...]) -> None:
    """The support holds each of these items, and may hold more."""
    found = {reference.id for reference in world.last.evaluation.support}
    missing = [item for item in items if item not in found]
    if missing:
        fail(tell(missing), tell(sorted(found)), world.last)


@STEPS.expect(
    "{items:names} count as one event", topic=TOPIC, example='Then "copy-1", "copy-2" and "copy-3" count as one event'
)
def _one_event(world: World, items: tuple[str, ...]) -> None:
    """These signals, as far as they touch the cell, are records of the same event, of one origin."""
    case = world.last.history.folded.prepared.case
    events = [event for event in case.events(Selector()) if not event.signals.isdisjoint(items)]
    origins = {root for event in events for match in event.matches for root in match.roots}
    if len(events) != 1 or len(origins) != 1 or not events[0].signals.issuperset(items):
        told = " and ".join(f"an event told by {tell(sorted(event.signals))}" for event in events) or "no event"
        fail(f"one event of one origin, told by {tell(items)}", f"{told}; origins {tell(sorted(origins))}")


@STEPS.expect("{items:names} are not read", topic=TOPIC, example='Then "clash" and "halt" are not read')
def _not_read(world: World, items: tuple[str, ...]) -> None:
    """No selector of the cell's rules matches these items."""
    read = {reference.id for reference in world.last.evaluation.read_set}
    found = [item for item in items if item in read]
    if found:
        fail("not read", f"{tell(found)} read", world.last)


def _rules(world: World) -> tuple[Rule, ...]:
    rules: tuple[Rule, ...] = world.last.history.folded.prepared.plan.rules.rules
    return rules


def _named(world: World, rule: str) -> Rule:
    rules = {one.id: one for one in _rules(world)}
    if rule not in rules:
        raise StepInvalidError(f"the cell has no rule {quote(rule)}{did_you_mean(rule, rules)}")
    return rules[rule]


def _met(explained: Explained) -> Iterator[set[str]]:
    """Yield the evidence of each met part below a node."""
    if explained.outcome == "met":
        yield {cited.id for cited in explained.evidence}
        for part in explained.parts:
            yield from _met(part)
