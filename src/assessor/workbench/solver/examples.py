"""
The smallest evidence that brings something about, and evidence that just misses it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from assessor.workbench.solver.asking import Posed, Question, Reply, ask
from assessor.workbench.solver.confirming import confirm
from assessor.workbench.solver.fading import fades_after
from assessor.workbench.solver.judged import Judged
from assessor.workbench.solver.lead import day_by_day, lead_of, unmoved_days
from assessor.workbench.solver.logic import both, either, plain, same, total, when
from assessor.workbench.solver.paths import MONTH, arrival, paths_to, timeline_of
from assessor.workbench.solver.scenario import write_scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.workbench.solver.cone import Cone
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.logic import Formula
    from assessor.workbench.solver.paths import Timeline
    from assessor.workbench.solver.series import Nudged
    from assessor.workbench.solver.signals import Slot
    from assessor.workbench.solver.subject import Subject
    from assessor.workbench.solver.targets import Target

_MISSING: Final = "one signal is missing"
_OFF: Final = "a reading is one step off"
_TOO_MANY: Final = "there is one signal too many"
NO_WAY: Final = "no transitions lead there from the initial state"


def find_example(subject: Subject, target: Target, *, smallest: bool = True, is_shown: bool = True) -> Reply:
    """
    Return the smallest evidence on which something is so.

    Args:
        smallest: Else any is good enough.
        is_shown: Whether it is shown to anybody; see `Question`.
    """

    def pose(evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
        judged = _judge(target, evidence, timeline)
        return Posed(target.outcome(judged, timeline.judged_on).met, judged)

    title = f"The smallest evidence for the {_bare(target.what)}"
    question = Question(title, target.cone, pose, target.met, target.is_met, is_shown=is_shown)
    return ask_along_ways(subject, question, target.states, smallest=smallest)


def find_near_miss(subject: Subject, target: Target) -> Reply:
    """
    Return evidence on which something is not so, though it nearly is.

    For want of one signal, or of one step of a reading, or for one signal too many.
    """
    if target.cone.is_followed:
        return _leave_one_out(subject, target, find_example(subject, target))
    found = Reply("never", "")
    for pose, why in ((_lacks_one, _MISSING), (_one_step_off, _OFF), (_one_too_many, _TOO_MANY)):
        title = f"The {_bare(target.what)} just missed: {why}"
        question = Question(title, target.cone, partial(pose, target), lambda *_: target.not_met, target.is_not_met)
        found = ask(subject, question, unmoved_days(subject, target.cone))
        if found.kind == "found":
            return found
    return found


def _leave_one_out(subject: Subject, target: Target, example: Reply) -> Reply:
    """Return an example without the latest signal without which it is none."""
    if example.kind != "found" or example.witness is None or example.day is None:
        return example
    for witness in example.witness.each_left_out():
        title = f"The {_bare(target.what)} just missed: {_MISSING}"
        expects = target.not_met
        scenario = write_scenario(title, subject.framework, subject.name, witness, example.day, expects)
        if not confirm(scenario, subject, example.day, target.is_not_met, reads_state=target.cone.reads_state).why:
            return replace(example, scenario=scenario, witness=witness, is_smallest=False)
    return Reply("never", example.bound)


def ask_along_ways(subject: Subject, question: Question, states: Iterable[str], *, smallest: bool = True) -> Reply:
    """
    Ask a question along the ways to some states, the shortest first, until one answers it.

    Args:
        states: Where the trajectory may be when it is judged; of no account where the question does not turn on it.

    What is never found is looked for once more among more signals, and on any day.
    """
    ways = list(_ways(subject, question.cone, states))
    reply = Reply("never", NO_WAY)
    for way in ways:
        found = ask(subject, question, way, smallest=smallest)
        if found.kind == "found":
            return found
        if reply.kind == "never":
            reply = found
    if reply.kind != "never" or not (reply.is_narrow or question.cone.is_followed):
        return reply
    for way in ways:
        if not way.edges:
            found = ask(subject, question, way.widened(), smallest=smallest)
            if found.kind != "never":
                return found
            reply = found
    return reply


def _ways(subject: Subject, cone: Cone, states: Iterable[str]) -> Iterator[Timeline]:
    """Yield the days on which a question is asked: the shortest way first, where it turns on the trajectory."""
    if not cone.reads_state:
        yield unmoved_days(subject, cone)
        if cone.elsewhere:
            yield unmoved_days(subject, cone, edges=True)
        return
    longest = max(cone.windows, key=lambda window: window.longest_days, default=MONTH)
    lead = lead_of(subject, cone)
    for path in paths_to(subject, states):
        for apart, edges in ((MONTH, False), (MONTH, True), (longest, True)):
            yield timeline_of(subject, cone.rules, path, apart=apart, edges=edges)
            if lead:
                yield timeline_of(subject, cone.rules, path, apart=apart, edges=edges, lead=lead)
        if cone.is_read:
            yield day_by_day(subject, cone, path)
        since = arrival(subject, cone.rules, path)
        for wait in fades_after(cone, subject.framework):
            yield timeline_of(subject, cone.rules, path, edges=True, judged_on=since + wait)


def _bare(what: str) -> str:
    return what.replace("`", "").replace('"', "")


def _judge(target: Target, evidence: SymbolicEvidence, timeline: Timeline) -> Judged:
    return Judged(target.cone, evidence, timeline)


def _lacks_one(target: Target, evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
    """Ask for evidence on which it is so, and without one of the signals not."""
    *rest, extra = evidence.slots
    full, less = _judge(target, evidence, timeline), _judge_some(target, evidence, timeline, rest)
    goal = both(
        target.outcome(full, timeline.judged_on).met, target.outcome(less, timeline.judged_on).not_met, extra.used
    )
    return Posed(goal, less, show=lambda found: found.without([extra]), ordered=rest)


def _one_too_many(target: Target, evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
    """Ask for evidence on which it is not so, but would be without one of the signals."""
    *rest, extra = evidence.slots
    full, less = _judge(target, evidence, timeline), _judge_some(target, evidence, timeline, rest)
    goal = both(
        target.outcome(full, timeline.judged_on).not_met, target.outcome(less, timeline.judged_on).met, extra.used
    )
    return Posed(goal, full, ordered=rest)


def _judge_some(target: Target, evidence: SymbolicEvidence, timeline: Timeline, slots: list[Slot]) -> Judged:
    return replace(_judge(target, evidence, timeline), slots=tuple(slots))


def _one_step_off(target: Target, evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
    """Ask for evidence on which it is not so, but would be with one value a step higher or lower."""
    nudged = {name: series.nudged() for name, series in evidence.series.items()}
    other = replace(evidence, series=nudged)
    miss, hit = _judge(target, evidence, timeline), _judge(target, other, timeline)
    goal = both(
        target.outcome(miss, timeline.judged_on).not_met,
        target.outcome(hit, timeline.judged_on).met,
        _by_one_step(nudged),
    )
    return Posed(goal, miss)


def _by_one_step(nudged: dict[str, Nudged]) -> Formula:
    steps = [by for series in nudged.values() for by in series.by.values()]
    small = [both(plain(by >= -1), plain(by <= 1)) for by in steps]
    return both(*small, same(total(when(either(by == 1, by == -1), 1) for by in steps), 1))
