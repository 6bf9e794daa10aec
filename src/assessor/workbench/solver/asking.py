"""
Questions put to the solver, and answers that were confirmed before anybody sees them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from assessor.workbench.solver.bound import bound_of
from assessor.workbench.solver.confirming import confirm
from assessor.workbench.solver.deadline import OUT_OF_TIME
from assessor.workbench.solver.evidence import evidence_for
from assessor.workbench.solver.judged import Judged
from assessor.workbench.solver.logic import FALSE, TRUE, both, is_so
from assessor.workbench.solver.scenario import write_scenario
from assessor.workbench.solver.search import search
from assessor.workbench.solver.witness import read_witness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from assessor.workbench.solver.alphabet import Word
    from assessor.workbench.solver.cone import Cone
    from assessor.workbench.solver.confirming import Holds
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.logic import Formula, Model
    from assessor.workbench.solver.paths import Timeline
    from assessor.workbench.solver.scenario import Scenario
    from assessor.workbench.solver.signals import Slot
    from assessor.workbench.solver.subject import Subject
    from assessor.workbench.solver.witness import Witness

    So = Callable[[Formula], bool]
    Expects = Callable[[Judged, date, So], tuple[str, ...]]
    Goal = Callable[[Judged, date], Formula]

_MOST_ROUNDS: Final = 10
"""How often days are added on which the trajectory moved though it was taken to stay."""

_MOST_WRITTEN: Final = 2_000
"""How many signals a scenario is written with."""


@dataclass(frozen=True)
class Posed:
    """
    A question as a formula.

    Attributes:
        goal: What evidence is looked for.
        judged: The rules before the evidence that a scenario shows.
        show: What is shown of what was found; all of it, where absent.
        ordered: The signals that stand in the order of their days; all of them, where absent.
    """

    goal: Formula
    judged: Judged
    show: Callable[[Witness], Witness] | None = None
    ordered: Sequence[Slot] | None = None


@dataclass(frozen=True)
class Question:
    """
    Something that may be so on some evidence.

    Attributes:
        title: What the scenario is called.
        cone: What it turns on.
        pose: Makes a formula of it, of symbolic evidence and when the trajectory moves.
        expects: What the scenario expects then, as steps without keywords: of the rules before what is shown, of the
            day, and of what holds in what was found.
        holds: Whether it is so by the reference.
        more: Values of fields that it asks for besides those in conditions.
        more_signals: Signals that it needs besides those that conditions ask for.
        is_watched: Whether everything is watched; else nothing ever is.
        is_shown: Whether what is found is shown; else it is confirmed by the rules that it rests on, without the rest.
    """

    title: str
    cone: Cone
    pose: Callable[[SymbolicEvidence, Timeline], Posed]
    expects: Expects
    holds: Holds
    more: dict[str, tuple[Word, ...]] = field(default_factory=dict)
    more_signals: int = 0
    is_watched: bool = True
    is_shown: bool = True


@dataclass(frozen=True)
class Reply:
    """
    What came of a question.

    Attributes:
        kind: `found`, and confirmed; `never` within the bound; `open`, where the solver gave up, or the days on which
            the trajectory moves were not found out, or it takes more than a scenario shows; `unconfirmed`, where what
            it found did not show what it should.
        bound: Within what was looked, in words.
        day: The day judged.
        scenario: What shows it, where found.
        is_smallest: Whether nothing smaller shows it within the bound.
        left_open: What is not covered, in words; where something is, an unconfirmed answer is no defect.
        why: Why it is unconfirmed, or open.
        is_narrow: Whether conditions ask together for more signals than were looked at.
    """

    kind: Literal["found", "never", "open", "unconfirmed"]
    bound: str
    day: date | None = None
    scenario: Scenario | None = None
    witness: Witness | None = None
    is_smallest: bool = False
    left_open: tuple[str, ...] = ()
    why: str = ""
    is_narrow: bool = False

    @property
    def is_defect(self) -> bool:
        """Whether the encoding and the reference disagree over something that is covered."""
        return self.kind == "unconfirmed" and not self.left_open


def ask(subject: Subject, question: Question, timeline: Timeline, *, smallest: bool = True) -> Reply:
    """
    Look for evidence on which something holds, and confirm what is found.

    Args:
        timeline: When the trajectory moves; with no days, it is not asked for.
        smallest: Whether the smallest evidence is asked for; else any is good enough.
    """
    reply = Reply("open", "")
    for _ in range(_MOST_ROUNDS):
        if subject.deadline.is_over:
            return Reply("open", reply.bound, left_open=reply.left_open, why=OUT_OF_TIME)
        reply, missed = _ask_on(subject, question, timeline, smallest=smallest)
        if missed is None:
            return reply
        timeline = timeline.looking_at(missed)
    return Reply("open", reply.bound, left_open=reply.left_open)


def _ask_on(subject: Subject, question: Question, timeline: Timeline, *, smallest: bool) -> tuple[Reply, date | None]:
    """Return a reply, and a day on which the trajectory moved though it was taken to stay."""
    cone, day = question.cone, timeline.judged_on
    bound = bound_of(cone, subject.framework, (*timeline.days, day), more=question.more_signals, wide=timeline.wide)
    watched = TRUE if question.is_watched and any(one.signals for one in cone.all) else FALSE
    evidence = evidence_for(cone, subject.framework, subject.cell, bound, watched, timeline, more=question.more)
    posed = question.pose(evidence, timeline)
    left_open = tuple(posed.judged.open)
    words = _bound_words(evidence, cone, timeline)
    goal, deadline = both(posed.goal, *posed.judged.laws), subject.deadline
    answer = search(evidence, goal, ordered=posed.ordered, smallest=smallest, deadline=deadline)
    if answer.verdict != "found":
        why = OUT_OF_TIME if answer.verdict == "open" and deadline.is_over else ""
        return Reply(answer.verdict, words, left_open=left_open, is_narrow=bound.is_narrow, why=why), None
    witness = read_witness(evidence, answer.model)
    if posed.show is not None:
        witness = posed.show(witness)
    if witness.written > _MOST_WRITTEN:
        why = f"it takes more than the {_MOST_WRITTEN:,} signals that a scenario is written with"
        return Reply("open", words, left_open=left_open, why=why), None
    expects = question.expects(posed.judged, day, partial(is_so, answer.model))
    scenario = write_scenario(question.title, subject.framework, subject.name, witness, day, expects)
    wanted = moves_of(posed.judged, answer.model) if cone.reads_state else None
    seen = sets_of(posed.judged, answer.model)
    by = subject if question.is_shown else subject.restricted(cone.rules_by_cell(subject.name))
    confirmed = confirm(scenario, by, day, question.holds, wanted, seen, reads_state=cone.reads_state)
    if confirmed.missed is not None and confirmed.missed not in timeline.days:
        return Reply("open", words, left_open=left_open), confirmed.missed
    if confirmed.why:
        return Reply("unconfirmed", words, day, scenario, witness, left_open=left_open, why=confirmed.why), None
    return Reply("found", words, day, scenario, witness, answer.is_smallest, left_open), None


def rules_out(subject: Subject, cone: Cone, goal: Goal, timeline: Timeline) -> str | None:
    """Return the bound within which something cannot be so on a day; None where it may be, or is not found out."""
    if subject.deadline.is_over:
        return None
    bound = bound_of(cone, subject.framework, (*timeline.days, timeline.judged_on), wide=timeline.wide)
    watched = TRUE if any(one.signals for one in cone.all) else FALSE
    evidence = evidence_for(cone, subject.framework, subject.cell, bound, watched, timeline)
    judged = Judged(cone, evidence, timeline)
    formula = goal(judged, timeline.judged_on)
    answer = search(evidence, both(formula, *judged.laws), smallest=False, deadline=subject.deadline)
    return _bound_words(evidence, cone, timeline) if answer.verdict == "never" else None


def moves_of(judged: Judged, model: Model) -> tuple[tuple[date, str], ...]:
    """Return the transitions taken in what was found, each by its day and rule."""
    return tuple(
        (day, rule)
        for day, fired in zip(judged.days, judged.fired, strict=True)
        for rule, so in fired.items()
        if is_so(model, so)
    )


def sets_of(judged: Judged, model: Model) -> dict[str, tuple[tuple[date, frozenset[str]], ...]]:
    """Return for each cell that is read the states that it could be in from each of the days on."""
    found = {}
    for name, other in judged.cells.items():
        if other.is_beside:
            sets = (
                frozenset(state for state, so in could_be.items() if is_so(model, so))
                for could_be in other.could_be[1:]
            )
            found[name] = tuple(zip(other.days, sets, strict=True))
    return found


def _bound_words(evidence: SymbolicEvidence, cone: Cone, timeline: Timeline) -> str:
    way = f" by way of {timeline.words}" if timeline.words else ""
    parts = [evidence.bound.words]
    for other in cone.elsewhere:
        known = ", its guards never unknown" if other.cone.asks_past else ""
        signals = evidence.rooms[other.cell.cell].bound.signals
        parts.append(f"cell {other.cell.cell} beside it with {signals} at most{known}")
    return f"{'; '.join(parts)}, judged on {timeline.judged_on}{way}"
