"""
Rationales that quote what need not be there when their rule is met: the latest of no events, a missing reading.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from assessor.domain.kleene import Count, Kleene
from assessor.domain.range import Range
from assessor.ruleset.conditions import All, AnyOf, AtLeast, Held, Not, children, walk
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.ruleset.templates import SIGNAL_NAMES, Placeholder, parse_template
from assessor.workbench.check.subject import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.evidential import Evidential
    from assessor.ruleset.problems import Problem
    from assessor.workbench.check.subject import Subject

_OF_AN_EVENT: Final = frozenset(name for name in SIGNAL_NAMES if name.startswith(("latest.", "first.")))
_OF_A_READING: Final = frozenset({"value", "period"})
_NOTHING: Final = Range(Fraction(0), Fraction(0))


def check_rationales(subject: Subject) -> Iterator[Problem]:
    """Yield each name in a rationale for which there may be nothing to quote although the rule is met."""
    for placed in subject.rules:
        rule = placed.rule
        bound = {id(leaf) for leaf in _bound(rule.condition)}
        leaves = [part for part in walk(rule.condition) if isinstance(part, (Signals, Reading, Readings))]
        names = dict.fromkeys(part.name for part in parse_template(rule.because) if isinstance(part, Placeholder))
        for name in names:
            leaf = next((leaf for leaf in leaves if _quotes(name, leaf)), None)
            if leaf is not None and id(leaf) not in bound:
                nothing = "no event" if isinstance(leaf, Signals) else "no reading"
                message = (
                    f"`{{{name}}}` quotes a condition that the rule can be met without, and there may be {nothing} to "
                    "quote then; quote a count, or write a rule for each way"
                )
                yield tell(placed, ("because",), message, "quotes-unbound")


def _quotes(name: str, leaf: Evidential) -> bool:
    """Return whether a name quotes of a condition what need not be there."""
    plain = name.removeprefix(f"{leaf.label}.") if leaf.label is not None else name
    return plain in (_OF_AN_EVENT if isinstance(leaf, Signals) else _OF_A_READING)


def _bound(condition: Condition) -> Iterator[Evidential]:
    """Yield the conditions on evidence that have something to quote wherever the whole is met."""
    match condition:
        case Signals():
            if _needs_an_event(condition):
                yield condition
        case Reading() | Readings():
            yield condition
        case Not():
            inner = condition.not_
            if isinstance(inner, (Reading, Readings)):  # not met is known, and a missing reading is not
                yield inner
        case Held():
            yield from _bound(condition.condition)
        case All():
            for part in condition.all:
                yield from _bound(part)
        case AnyOf() | AtLeast():
            parts = children(condition)
            if len(parts) == (condition.at_least if isinstance(condition, AtLeast) else 1):
                for part in parts:
                    yield from _bound(part)
        case _:
            return


def _needs_an_event(condition: Signals) -> bool:
    """Return whether a condition on signals is not met by none."""
    none = Count(0, 0)
    counts = [bound for bound in (condition.counted, condition.origins, condition.spread) if bound is not None]
    if any(bound.holds(none) is Kleene.NOT_MET for bound in counts):
        return True
    if condition.weight is not None and condition.weight.at_least is not None and condition.weight.at_least > 0:
        return True
    total = condition.sum
    return total is not None and total.change is None and total.value.holds(_NOTHING) is Kleene.NOT_MET
