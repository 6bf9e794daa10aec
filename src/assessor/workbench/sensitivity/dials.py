"""
The numbers of a cell's rules that can be turned: thresholds, windows and counts, each where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from assessor.domain.duration import Duration
from assessor.domain.values import Frozen
from assessor.engine.describe import describe
from assessor.ruleset.bounds import CountBound, ValueBound
from assessor.ruleset.conditions import HEADS, AtLeast, Findings, Score
from assessor.ruleset.evidential import Measure, Selector, WeightBound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.model import CellRules, Rule

Kind = Literal["threshold", "window", "count"]
Setting = Decimal | int | Duration
"""What a dial stands at: a threshold, a number, a window."""

_DAYS: Final = 36_500
_FINER: Final = 2
"""Digits beyond the written ones to which it is told where a threshold breaks."""


@dataclass(frozen=True, slots=True)
class Dial:
    """
    A number of a rule.

    Attributes:
        place: Which of the cell's rules it is in.
        path: The attributes, places and keys that lead to it from the rule's condition.
        about: The condition in words; `what` the number is in it.
        now: What it stands at.
    """

    rule: str
    place: int
    kind: Kind
    path: tuple[str | int, ...]
    about: str
    what: str
    now: Setting

    @property
    def step(self) -> Decimal:
        """The smallest step by which it is turned: a day, one, or a small part of the last digit it is written in."""
        if not isinstance(self.now, Decimal):
            return Decimal(1)
        return Decimal(1).scaleb(min(0, int(self.now.as_tuple().exponent)) - _FINER)

    @property
    def size(self) -> Decimal:
        """What it stands at, as a number: of a window, days."""
        return Decimal(self.now.longest_days) if isinstance(self.now, Duration) else Decimal(self.now)

    def by(self, percent: int) -> Decimal:
        """Return the number that lies so many percent of it away, by one of its last digit at least."""
        coarse = self.step.scaleb(_FINER) if self.kind == "threshold" else Decimal(1)
        moved = max(abs(self.size * percent) / 100, coarse).quantize(coarse, ROUND_HALF_EVEN)
        return self.size + (moved if percent > 0 else -moved)

    def tell(self, number: Decimal) -> str:
        """Return a number as the dial has it."""
        return f"P{number}D" if isinstance(self.now, Duration) else f"{number:f}"

    def turned(self, rules: CellRules, number: Decimal) -> CellRules | None:
        """Return the rules with the dial at another number; None where it cannot stand there."""
        setting = self._setting(number)
        if setting is None:
            return None
        rule: Rule = rules.rules[self.place]
        other = rule.model_copy(update={"when": _put(rule.when, self.path, setting)})
        return rules.model_copy(update={"rules": (*rules.rules[: self.place], other, *rules.rules[self.place + 1 :])})

    def innermost(self, rules: CellRules) -> Any:  # noqa: ANN401 - any condition
        """Return the innermost condition that it is in, the very object of some rules."""
        inner: Any = rules.rules[self.place].when
        found = inner
        for step in self.path:
            inner = _inside(inner, step)
            found = inner if isinstance(inner, _HEADS) else found
        return found

    def _setting(self, number: Decimal) -> Setting | None:
        if isinstance(self.now, Decimal):
            return number
        if isinstance(self.now, Duration):
            return Duration(days=int(number)) if 1 <= number <= _DAYS else None
        least = 0 if self.path[-1] == "at_most" else 1
        return int(number) if number >= least or "score" in self.path or self.what == "score asked for" else None


def dials_of(rules: CellRules) -> Iterator[Dial]:
    """Yield every number of a cell's rules, in their order."""
    for place, rule in enumerate(rules.rules):
        if rule.when is not None:
            for kind, path, about, what, now in _numbers(rule.when, (), ""):
                yield Dial(rule.id, place, kind, path, about, what, now)


_Found = tuple[Kind, tuple[str | int, ...], str, str, Setting]
_HEADS: Final = tuple(HEADS.values())


def _numbers(value: Any, path: tuple[str | int, ...], about: str) -> Iterator[_Found]:  # noqa: ANN401 - any part of a rule
    """Yield the numbers inside a part of a condition."""
    if isinstance(value, Selector):
        return  # tiers are kinds
    if isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _numbers(inner, (*path, place), about)
    elif isinstance(value, Frozen):
        own = describe(value) if isinstance(value, _HEADS) else about  # type: ignore[arg-type]
        for name in type(value).model_fields:
            inner = getattr(value, name)
            known = _WHAT.get((type(value), name)) or _WHAT.get((None, name))
            if known is not None and isinstance(inner, (Decimal, int, Duration)) and _counts(value, name):
                yield known[0], (*path, name), own, known[1] or _named(path), inner
            elif isinstance(inner, dict):
                for key, weight in inner.items():
                    yield "count", (*path, name, key), own, f"weight of {key}", weight
            else:
                yield from _numbers(inner, (*path, name), own)


def _counts(value: Frozen, name: str) -> bool:
    """Return whether a number says anything: how many periods are taken does not where the latest is."""
    return not (isinstance(value, Measure) and name == "periods" and value.take == "latest")


def _named(path: tuple[str | int, ...]) -> str:
    """Return what a count is of, by the key that it stands under."""
    return {"count": "number of events", "origins": "number of origins", "spread": "number of dimensions"}.get(
        str(path[-1]) if path else "", "number of indicators"
    )


_WHAT: Final[dict[tuple[type | None, str], tuple[Kind, str]]] = {
    **{(ValueBound, name): ("threshold", "threshold") for name in ValueBound.model_fields},
    **{(WeightBound, name): ("threshold", "weight") for name in ("at_least", "at_most")},
    (WeightBound, "half_life"): ("count", "half-life in days"),
    **{(CountBound, name): ("count", "") for name in CountBound.model_fields},
    (Findings, "at_least"): ("count", "number of findings"),
    (AtLeast, "at_least"): ("count", "number of conditions"),
    (Score, "at_least"): ("count", "score asked for"),
    (None, "streak"): ("count", "number of periods in a row"),
    (None, "periods"): ("count", "number of periods"),
    (None, "within"): ("window", "window"),
    (None, "max_age"): ("window", "maximum age"),
    (None, "duration"): ("window", "time it must have held"),
    (None, "held"): ("window", "time it is held"),
}


def _inside(value: Any, step: str | int) -> Any:  # noqa: ANN401 - any part of a rule
    """Return what stands at an attribute, a place or a key of a part of a rule."""
    if isinstance(value, tuple):
        return value[int(step)]
    return value[step] if isinstance(value, dict) else getattr(value, str(step))


def _put(value: Any, path: tuple[str | int, ...], new: Setting) -> Any:  # noqa: ANN401 - any part of a rule
    """Return a part of a rule with something else at the end of a path."""
    if not path:
        return new
    head, *rest = path
    if isinstance(value, tuple):
        place = int(head)
        return (*value[:place], _put(value[place], tuple(rest), new), *value[place + 1 :])
    if isinstance(value, dict):
        return {**value, head: _put(value[head], tuple(rest), new)}
    return value.model_copy(update={str(head): _put(getattr(value, str(head)), tuple(rest), new)})
