"""
What one condition asks and another did not: thresholds, windows, filters, parts, in words.

Parts of a junction are found again by what they ask, wherever they stand; of what is left, those of the same kind that
have most in common are held against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.domain.quoting import quote
from assessor.engine.describe import describe
from assessor.ruleset.conditions import (
    All,
    AnyOf,
    AtLeast,
    Findings,
    Held,
    Not,
    Score,
    State,
    TrajectoryOf,
    children,
    walk,
)
from assessor.ruleset.evidential import Change, Reading, Readings, Selector, Signals
from assessor.workbench.normal import plain, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.ruleset.conditions import Condition

_JUNCTIONS: Final[dict[type, str]] = {All: "all", AnyOf: "any", AtLeast: "at least so many"}
_FIELDS: Final = {
    "within": "window",
    "count": "count",
    "origins": "independent origins",
    "spread": "spread",
    "weight": "weight",
    "sum": "sum",
    "value": "threshold",
    "take": "what is taken",
    "periods": "periods",
    "change": "change",
    "streak": "streak",
    "max_age": "maximum age",
    "across": "across the indicators",
    "how_many": "how many indicators",
    "at_least": "how many are asked for",
    "duration": "time for which it has held",
    "held": "time for which it is held",
    "previous_day": "reading the previous day",
}
"""What the numbers of a condition are called, in the order in which their changes are told."""

_LISTS: Final = {"state": "states", "values": "states", "findings": "findings", "readings": "indicators"}


def tell(condition: Condition) -> str:
    """Return what a condition asks, its parts included, on one line."""
    match condition:
        case All() | AnyOf() | AtLeast():
            return f"{describe(condition)} ({'; '.join(map(tell, children(condition)))})"
        case Not():
            return f"not ({tell(condition.not_)})"
        case Held():
            return f"{describe(condition)}: {tell(condition.condition)}"
        case _:
            return describe(condition)


def tell_changes(was: Condition, now: Condition) -> Iterator[str]:
    """Yield what is other about a condition, a sentence each; nothing where both ask the same."""
    if text_of(was) == text_of(now):
        return
    one, other = _without_negations(was), _without_negations(now)
    if isinstance(was, Not) != isinstance(now, Not) and text_of(one) == text_of(other):
        yield f"asks for {quote_all(now)} instead of {quote_all(was)}"
    elif isinstance(was, AnyOf) and isinstance(now, AnyOf):
        yield from _tell_parts(_opened(was, AnyOf), _opened(now, AnyOf), "any")
    elif isinstance(was, AtLeast) and isinstance(now, AtLeast):
        yield from _tell_fields(was, now)
        yield from _tell_parts(was.of, now.of, "of")
    elif type(was) in _JUNCTIONS and type(now) in _JUNCTIONS and _same_parts(was, now):
        yield f"{_JUNCTIONS[type(now)]} of its parts must be met, instead of {_JUNCTIONS[type(was)]}"
    elif isinstance(was, All) or isinstance(now, All):
        yield from _tell_parts(_opened(was, All), _opened(now, All), "all")
    elif isinstance(was, Not) and isinstance(now, Not):
        yield from (f"of what must not be: {words}" for words in tell_changes(was.not_, now.not_))
    elif isinstance(was, Held) and isinstance(now, Held):
        yield from _tell_fields(was, now)
        yield from tell_changes(was.condition, now.condition)
    elif _likeness(was, now):
        yield from _tell_fields(was, now)
    else:
        yield f"asks for {quote_all(now)} instead of {quote_all(was)}"


def quote_all(condition: Condition) -> str:
    """Return what a condition asks in quotation marks, however long."""
    return f"“{tell(condition)}”"


def _without_negations(condition: Condition) -> Condition:
    return _without_negations(condition.not_) if isinstance(condition, Not) else condition


def _opened(condition: Condition, kind: type[All | AnyOf]) -> tuple[Condition, ...]:
    """Return the parts of a junction of a kind, junctions of the same kind inside it opened; else what it is, alone."""
    if not isinstance(condition, kind):
        return (condition,)
    return tuple(inner for part in children(condition) for inner in _opened(part, kind))


def _same_parts(was: Condition, now: Condition) -> bool:
    return sorted(map(text_of, children(was))) == sorted(map(text_of, children(now)))


def _tell_parts(was: Sequence[Condition], now: Sequence[Condition], key: str) -> Iterator[str]:
    before, after = {text_of(part) for part in was}, {text_of(part) for part in now}
    gone = [part for part in was if text_of(part) not in after]
    new = [part for part in now if text_of(part) not in before]
    many = len(was) > 1 or len(now) > 1
    for part in list(gone):
        likest = max(new, key=lambda other, part=part: _likeness(part, other), default=None)  # type: ignore[misc]
        if likest is not None and _likeness(part, likest):
            gone.remove(part)
            new.remove(likest)
            lead = f"{quote_all(part)}: " if many else ""
            yield from (f"{lead}{words}" for words in tell_changes(part, likest))
    if len(gone) == len(new) == 1 and not many:
        yield f"asks for {quote_all(new[0])} instead of {quote_all(gone[0])}"
        return
    where = {"all": "asks for", "any": "is met, too, by", "of": "counts, too,"}[key]
    left = {"all": "does not ask any more for", "any": "is not met any more by", "of": "does not count any more"}[key]
    yield from (f"{left} {quote_all(part)}" for part in gone)
    yield from (f"{where} {quote_all(part)}{', too' if key == 'all' else ''}" for part in new)


def _likeness(one: Condition, other: Condition) -> int:
    """Return how much two conditions have in common; nothing where one is not a changed form of the other."""
    if type(one) is not type(other):
        if isinstance(one, Not) or isinstance(other, Not):
            return int(text_of(_without_negations(one)) == text_of(_without_negations(other)))
        return 0
    match one, other:
        case Signals(), Signals():
            return _selectors_alike(one.signals, other.signals)
        case Reading(), Reading():
            return int(one.reading == other.reading)
        case Readings(), Readings():
            return len({*one.readings} & {*other.readings})
        case Findings(), Findings():
            return len({*one.findings} & {*other.findings})
        case Score(), Score():
            return len({*one.score} & {*other.score})
        case TrajectoryOf(), TrajectoryOf():
            return int(one.trajectory_of == other.trajectory_of)
        case Not(), Not():
            return _likeness(one.not_, other.not_)
        case Held(), Held():
            return _likeness(one.condition, other.condition) or int(text_of(one.condition) == text_of(other.condition))
        case (All(), All()) | (AnyOf(), AnyOf()) | (AtLeast(), AtLeast()):
            return len({text_of(p) for p in walk(one)} & {text_of(p) for p in walk(other)})
        case State(), State():
            return 1
        case _:
            return 0


def _selectors_alike(one: Selector, other: Selector) -> int:
    """Return how many filters two selectors share; nothing where they share less than half."""
    filters = [(getattr(one, name), getattr(other, name)) for name in Selector.model_fields]
    asked = [(a, b) for a, b in filters if a is not None or b is not None]
    alike = sum(_as_set(a) == _as_set(b) for a, b in asked)
    return alike + 1 if 2 * alike >= len(asked) else 0


def _as_set(values: Sequence[object] | None) -> frozenset[object] | None:
    return None if values is None else frozenset(values)


def _tell_fields(was: Any, now: Any) -> Iterator[str]:  # noqa: ANN401 - two conditions of one kind
    fields = type(was).model_fields
    for name in ("signals", "after"):
        if name in fields:
            lead = "" if name == "signals" else "of what it comes after: "
            yield from (f"{lead}{words}" for words in _tell_selector(getattr(was, name), getattr(now, name)))
    for name, word in _FIELDS.items():
        if name in fields and plain(_stated(was, name)) != plain(_stated(now, name)):
            yield from _tell_value(word, _shown(was, name), _shown(now, name))
    for name, word in _LISTS.items():
        if name in fields:
            yield from _tell_list(word, getattr(was, name), getattr(now, name))
    if isinstance(was, Score):
        for finding in sorted({*was.score, *now.score}):
            weights = (was.score.get(finding), now.score.get(finding))
            yield from _tell_value(f"weight of {quote(finding)}", *(None if w is None else str(w) for w in weights))


def _stated(condition: Any, name: str) -> object:  # noqa: ANN401 - a condition that has the field
    return condition.counted if name == "count" else getattr(condition, name)


def _shown(condition: Any, name: str) -> str | None:  # noqa: ANN401 - a condition that has the field
    """Return a number of a condition in words; None where it has none."""
    value = _stated(condition, name)
    if isinstance(value, Change):
        return f"{value.words} from {value.since} earlier"
    return None if value is None or value is False else str(value)


def _tell_value(word: str, was: str | None, now: str | None) -> Iterator[str]:
    if was is None and now is not None:
        yield f"{word}: {now}, which was not asked for"
    elif now is None and was is not None:
        yield f"{word} is not asked for any more; it was {was}"
    elif was != now:
        yield f"{word}: {now} instead of {was}"


def _tell_list(word: str, was: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    gone, new = [x for x in was if x not in now], [x for x in now if x not in was]
    if new:
        yield f"{word} {', '.join(map(quote, new))} count, too"
    if gone:
        yield f"{word} {', '.join(map(quote, gone))} do not count any more"


def _tell_selector(was: Selector | None, now: Selector | None) -> Iterator[str]:
    if was is None or now is None:
        if was is not now:
            yield "something must come before" if was is None else "nothing must come before any more"
        return
    for name in Selector.model_fields:
        one, other = getattr(was, name), getattr(now, name)
        if _as_set(one) != _as_set(other):
            words = [None if v is None else " or ".join(str(x) for x in v) for v in (one, other)]
            yield from _tell_value(name.replace("_", " "), *words)
