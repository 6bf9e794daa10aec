"""
Conditions in a form that two of them share iff they ask the same, as far as their text shows.

Lists whose order means nothing are sorted, junctions inside junctions of the same kind are opened, durations that reach
equally far are written alike, what is asked by default is written out, names and reasons are taken away.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from assessor.domain.duration import Duration
from assessor.domain.values import Frozen
from assessor.ruleset.conditions import All, AnyOf, AtLeast, Findings, Held, Not, Score, State, TrajectoryOf
from assessor.ruleset.evidential import Readings, Selector, Signals

if TYPE_CHECKING:
    from assessor.ruleset.conditions import Condition

_Model = TypeVar("_Model", bound=Frozen)
_MONTHS: Final = 12


def text_of(condition: Condition) -> str:
    """Return a text that two conditions share iff they ask the same."""
    normal = normalise(condition)
    return type(normal).__name__ + normal.model_dump_json(by_alias=True)


@lru_cache(maxsize=8192)
def _normalised(condition: Condition) -> Condition:
    return _by_kind(condition)


def normalise(condition: Condition) -> Condition:
    """Return what a condition asks, in the one form of all that ask the same."""
    try:
        return _normalised(condition)
    except TypeError:  # a score is a dictionary, which has no hash
        return _by_kind(condition)


def _by_kind(condition: Condition) -> Condition:
    match condition:
        case All():
            return _junction(All, "all", condition.all)
        case AnyOf():
            return _junction(AnyOf, "any", condition.any)
        case AtLeast():
            parts = _sorted(tuple(map(normalise, condition.of)))
            if condition.at_least == len(parts):
                return normalise(All(all=parts))
            return condition.model_copy(update={"of": parts, "reason": ""})
        case Not():
            return condition.model_copy(update={"not_": normalise(condition.not_)})
        case Held():
            inner = {"condition": normalise(condition.condition), "held": reach(condition.held), "reason": ""}
            return condition.model_copy(update=inner)
        case Signals():
            asked = {"count": condition.counted, "signals": _selector(condition.signals)}
            after = _selector(condition.after) if condition.after is not None else None
            return _plain(condition.model_copy(update={**asked, "after": after}))
        case Readings():
            return _plain(condition.model_copy(update={"readings": tuple(sorted(condition.readings))}))
        case Findings():
            return condition.model_copy(update={"findings": tuple(sorted(condition.findings)), "reason": ""})
        case Score():
            return condition.model_copy(update={"score": dict(sorted(condition.score.items())), "reason": ""})
        case State():
            return _plain(condition.model_copy(update={"state": tuple(sorted(condition.state))}))
        case TrajectoryOf():
            return condition.model_copy(update={"values": tuple(sorted(condition.values))})
        case _:
            return _plain(condition)


def reach(duration: Duration) -> Duration:
    """Return a duration that reaches as far, written in months and days; `P1Y` and `P12M` come out alike."""
    return Duration(months=_MONTHS * duration.years + duration.months, days=7 * duration.weeks + duration.days)


def _junction(kind: type[All | AnyOf], key: str, parts: tuple[Condition, ...]) -> Condition:
    opened: list[Condition] = []
    for part in map(normalise, parts):
        opened += getattr(part, key) if isinstance(part, kind) else (part,)
    distinct = _sorted(tuple(opened))
    return distinct[0] if len(distinct) == 1 else kind.model_validate({key: distinct})


def _sorted(parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    by_text = {type(part).__name__ + part.model_dump_json(by_alias=True): part for part in parts}
    return tuple(part for _, part in sorted(by_text.items()))


def _selector(selector: Selector) -> Selector:
    listed = {name: value for name in type(selector).model_fields if (value := getattr(selector, name)) is not None}
    return selector.model_copy(update={name: tuple(sorted(value)) for name, value in listed.items()})


def _plain(model: _Model) -> _Model:
    """Return a model without its name and reason, durations and numbers in it written in one way, at any depth."""
    return model.model_copy(update={name: plain(getattr(model, name), name) for name in type(model).model_fields})


def plain(value: object, name: str = "") -> object:
    """
    Return a value with its durations and numbers written in one way, so that equal ones mean the same.

    Args:
        name: The field that holds it; a name and a reason are nothing that is asked.
    """
    if name == "label":
        return None
    if name == "reason":
        return ""
    if isinstance(value, Duration):
        return reach(value)
    if isinstance(value, Decimal):
        return value.normalize()
    return _plain(value) if isinstance(value, Frozen) else value
