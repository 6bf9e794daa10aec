"""
Rationales: text in which `{count}` or `{label.count}` quote what matched; `{value:1}` with one digit behind the point.

A template is data: names are looked up in what a leaf offers, and nothing is executed or
indexed; rounding is all that is done to what is quoted. `{{` and `}}` stand for braces.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assessor.domain.counted import agreed, group_digits
from assessor.domain.quoting import quote
from assessor.ruleset.conditions import walk
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.ruleset.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.ruleset.model import Rule

SIGNAL_NAMES = frozenset(
    {"count", "possible", "origins", "spread", "window.start", "window.end"}
    | {f"{which}.{what}" for which in ("latest", "first") for what in ("title", "date", "id")}
)
SUM_NAMES = frozenset({"sum"})
CHANGE_NAMES = frozenset({"base", "base.start", "base.end", "change"})
READING_NAMES = frozenset({"value", "unit", "period", "threshold", "indicator"})
ROUNDED_NAMES = frozenset({"value", "sum", "base", "change"})
_NUMBERS = ROUNDED_NAMES | {"count", "possible", "origins", "spread", "threshold"}
_CAN_BE_ROUNDED = ", ".join(f"`{name}`" for name in sorted(ROUNDED_NAMES))
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}")
_ROUNDED = re.compile(r"(.*):([0-9])")
_FRACTION = re.compile(r"-?[0-9]+\.[0-9]+")


class Placeholder(NamedTuple):
    """A name that is replaced by what matched, and how many digits behind the point are told; None for all."""

    name: str
    digits: int | None = None


Part = str | Placeholder


@lru_cache(maxsize=4096)
def parse_template(text: str) -> tuple[Part, ...]:
    """
    Return the literal texts and placeholders of a rationale, in order.

    Raises:
        ValueError: A brace stands alone, or what it holds is no name.
    """
    parts: list[Part] = []
    at = 0
    for found in _PLACE.finditer(text):
        parts.append(text[at : found.start()])
        at = found.end()
        if found[0] in {"{{", "}}"}:
            parts.append(found[0][0])
        elif found[1] is None:
            where = f"character {found.start() + 1} of the text"
            raise ValueError(f"a `{found[0]}` stands alone, {where}; write `{found[0] * 2}` for a brace")
        else:
            parts.append(_placeholder(found[1]))
    parts.append(text[at:])
    return tuple(part for part in parts if part != "")


def _placeholder(inside: str) -> Placeholder:
    rounded = _ROUNDED.fullmatch(inside)
    name, digits = (rounded[1], int(rounded[2])) if rounded is not None else (inside, None)
    if not _NAME.fullmatch(name):
        given = quote(f"{{{inside}}}")
        raise ValueError(f"{given} holds no name; write one such as `{{count}}`, `{{label.count}}` or `{{value:1}}`")
    if digits is not None and name.rsplit(".", 1)[-1] not in ROUNDED_NAMES:
        raise ValueError(f"`{{{inside}}}` rounds what is whole or no number; only {_CAN_BE_ROUNDED} can be rounded")
    return Placeholder(name, digits)


def offered_by(rule: Rule) -> dict[str, int]:
    """Return the names that a rule's conditions offer, each with how many conditions offer it."""
    names: Counter[str] = Counter()
    for leaf in _leaves(rule):
        offers = _names_of(leaf)
        names.update(offers)
        if leaf.label is not None:
            names.update(f"{leaf.label}.{name}" for name in offers)
    return dict(names)


def quoted_in(rule: Rule) -> dict[str, tuple[Signals | Reading | Readings, str]]:
    """
    Return each name that a rule's rationale quotes, with the condition that offers it and what that calls it.

    `check_template` has seen to it that one does.
    """
    offered: dict[str, tuple[Signals | Reading | Readings, str]] = {}
    for leaf in _leaves(rule):
        for name in _names_of(leaf):
            offered.setdefault(name, (leaf, name))
            if leaf.label is not None:
                offered[f"{leaf.label}.{name}"] = leaf, name
    names = [part.name for part in parse_template(rule.because) if isinstance(part, Placeholder)]
    return {name: offered[name] for name in names}


def check_template(rule: Rule) -> Iterator[str]:
    """Yield what is wrong with a rule's rationale."""
    try:
        parts = parse_template(rule.because)
    except ValueError as error:
        yield str(error)
        return
    offered = offered_by(rule)
    for name in dict.fromkeys(part.name for part in parts if isinstance(part, Placeholder)):
        count = offered.get(name, 0)
        if not offered:
            yield f"`{{{name}}}` quotes nothing: only `signals`, `reading` and `readings` have something to quote"
        elif count == 0:
            yield f"`{{{name}}}` is offered by no condition of the rule{_what_is_offered(name, rule, offered)}"
        elif count > 1:
            yield (
                f"`{{{name}}}` is offered by {count} conditions; give the one you mean a name with `as: label`, and "
                f"write `{{label.{name}}}`"
            )


def _what_is_offered(name: str, rule: Rule, offered: Iterable[str]) -> str:
    """Return what could have been meant: what the condition of that label offers, or the nearest name."""
    label, _, rest = name.partition(".")
    labelled = next((leaf for leaf in _leaves(rule) if leaf.label == label and rest), None)
    if labelled is None:
        return did_you_mean(name, offered)
    names = sorted(_names_of(labelled))
    return did_you_mean(rest, names) or f"; `{label}` offers {', '.join(names)}"


def _names_of(leaf: Signals | Reading | Readings) -> frozenset[str]:
    if not isinstance(leaf, Signals):
        return READING_NAMES
    if leaf.sum is None:
        return SIGNAL_NAMES
    return SIGNAL_NAMES | SUM_NAMES | (CHANGE_NAMES if leaf.sum.change is not None else frozenset())


def _leaves(rule: Rule) -> Iterator[Signals | Reading | Readings]:
    for part in walk(rule.condition):
        if isinstance(part, (Signals, Reading, Readings)):
            yield part


def render_template(parts: tuple[Part, ...], bindings: Mapping[str, str]) -> str:
    """
    Return the rationale with every placeholder replaced.

    Large numbers have groups of digits, and what is counted agrees: `{count} result(s)` says `1 result`, `2 results`.

    `check_template` has seen to it that each name is bound.
    """
    told = (_quoted(part, bindings[part.name]) if isinstance(part, Placeholder) else part for part in parts)
    return agreed("".join(told))


def _quoted(place: Placeholder, value: str) -> str:
    if place.name.rsplit(".", 1)[-1] not in _NUMBERS:
        return value
    return group_digits(value if place.digits is None else _round_all(value, place.digits))


def _round_all(value: str, digits: int) -> str:
    return _FRACTION.sub(lambda found: _rounded(found[0], digits), value)


def _rounded(number: str, digits: int) -> str:
    """Return a decimal with no more digits behind the point than asked for, halves to the even digit."""
    if len(number.partition(".")[2]) <= digits:
        return number
    text = f"{Decimal(number):.{digits}f}"
    return text if text.strip("-0.") else text.removeprefix("-")
