"""
What there is to try of a rule: goals, each with the days of a timeline on which it is reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import MET
from assessor.report.sentences import say_briefly
from assessor.ruleset.conclusions import ConcludeQualifier, ConcludeTension, ConcludeTransition
from assessor.ruleset.conditions import All, AnyOf, AtLeast, Not, State, head_of
from assessor.workbench.coverage.alone import Part, decides, parts_alone
from assessor.workbench.coverage.edges import edges_of
from assessor.workbench.coverage.places import Steps, placed
from assessor.workbench.coverage.windows import windows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from assessor.domain.framework import Framework
    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule

    Flags = npt.NDArray[np.bool_]
    Reach = Callable[[Folded], Flags]

Kind = Literal["rules", "conditions", "boundaries", "independence", "transitions", "qualifiers", "tensions", "branches"]


@dataclass(frozen=True, eq=False)
class Goal:
    """
    One thing to try.

    Attributes:
        steps: The part of the rule that it is about.
        about: That part in words; empty for the rule as a whole.
        words: What is to be so, as the end of "no scenario in which …".
        condition: The condition whose days are looked at where the goal is.
        reach: Returns the days of a fold on which it is reached.
    """

    kind: Kind
    steps: Steps
    about: str
    words: str
    condition: Condition
    reach: Reach


def goals_of(rule: Rule, framework: Framework) -> tuple[Goal, ...]:
    """Return all there is to try of a rule of a framework."""
    return (*_of_conclusion(rule), *_of_conditions(rule, framework), *_of_parts(rule, framework))


def _of_conclusion(rule: Rule) -> Iterator[Goal]:
    root = rule.condition
    yield Goal("rules", ("then",), "", "it fires", root, lambda folded: folded.outcomes(rule) == MET)
    match rule.then:
        case ConcludeTransition():
            for source in rule.then.source:
                words = f"it leads from {source} to {rule.then.transition}"
                yield Goal("transitions", ("then",), "", words, root, _moves(rule, source))
        case ConcludeQualifier():
            words = f"`{rule.then.qualifier}` is given"
            yield Goal("qualifiers", ("then",), "", words, root, lambda f: (f.outcomes(rule) == MET) & f.sufficient)
        case ConcludeTension():
            words = f"the tension `{rule.then.tension}` is active"
            yield Goal("tensions", ("then",), "", words, root, lambda f: f.outcomes(rule) == MET)
        case _:
            pass


def _moves(rule: Rule, source: str) -> Reach:
    def reach(folded: Folded) -> Flags:
        days = np.zeros(folded.prepared.calendar.length, np.bool_)
        taken = [move.day for move in folded.path.moves if move.rule == rule.id and move.source == source]
        days[[folded.prepared.calendar.number(day) for day in taken]] = True
        return days

    return reach


def _of_conditions(rule: Rule, framework: Framework) -> Iterator[Goal]:
    if rule.when is None:
        return
    for steps, condition in placed(rule.when, ("when",)):
        if isinstance(condition, (All, AnyOf, Not)):
            continue
        about = say_briefly(condition, framework)
        if not isinstance(condition, AtLeast):
            for outcome in _outcomes_of(condition):
                words = f"it is {outcome.word}"
                yield Goal("conditions", (*steps, _head(condition)), about, words, condition, _is(condition, outcome))
        for key, words, reach in (*edges_of(condition), *windows_of(condition)):
            yield Goal("boundaries", (*steps, *key), about, words, condition, reach)


def _outcomes_of(condition: Condition) -> tuple[Kleene, ...]:
    """Return what a condition can come to: the state at hand is never unknown."""
    return (
        (Kleene.MET, Kleene.NOT_MET) if isinstance(condition, State) else (Kleene.MET, Kleene.NOT_MET, Kleene.UNKNOWN)
    )


def _is(condition: Condition, outcome: Kleene) -> Reach:
    return lambda folded: folded.outcomes_of(condition) == outcome


def _of_parts(rule: Rule, framework: Framework) -> Iterator[Goal]:
    """Yield what shows that each part of a condition decides the rule alone, either way."""
    for steps, part in parts_alone(rule):
        for wanted, words in _ALONE:
            reach = _decides(rule, part, fires=wanted)
            yield Goal("independence", steps, part.words(framework), words, rule.condition, reach)


_ALONE: Final = (
    (True, "it alone makes the rule fire"),
    (False, "it alone holds the rule back"),
)


def _decides(rule: Rule, part: Part, *, fires: bool) -> Reach:
    return lambda folded: decides(rule, part, folded) & ((folded.outcomes(rule) == MET) == fires)


def _head(condition: Condition) -> str:
    return head_of(condition) or ""
