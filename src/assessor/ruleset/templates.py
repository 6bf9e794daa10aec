"""
Rationales: text in which `{count}` or `{label.count}` quote what matched.

A template is data: names are looked up in what a leaf offers, and nothing is executed,
indexed or formatted. `{{` and `}}` stand for braces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from assessor.ruleset.conditions import Reading, Readings, Signals, walk
from assessor.ruleset.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.ruleset.model import Rule

SIGNAL_NAMES = frozenset(
    {"count", "possible", "origins", "spread", "window.start", "window.end"}
    | {f"{which}.{what}" for which in ("latest", "first") for what in ("title", "date", "id")}
)
READING_NAMES = frozenset({"value", "unit", "period", "threshold", "indicator"})
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}")


class Placeholder(NamedTuple):
    """A name that is replaced by what matched."""

    name: str


Part = str | Placeholder


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
            raise ValueError(
                f"a `{found[0]}` stands alone at character {found.start() + 1}; write it twice for a brace"
            )
        elif not _NAME.fullmatch(found[1]):
            raise ValueError(
                f"`{{{found[1]}}}` is no name to quote; a name looks like `{{count}}` or `{{label.count}}`"
            )
        else:
            parts.append(Placeholder(found[1]))
    parts.append(text[at:])
    return tuple(part for part in parts if part != "")


def offered(rule: Rule) -> dict[str, int]:
    """Return the names a rule's conditions offer, each with how many conditions offer it."""
    names: dict[str, int] = {}
    for leaf in walk(rule.condition):
        if isinstance(leaf, (Signals, Reading, Readings)):
            for name in SIGNAL_NAMES if isinstance(leaf, Signals) else READING_NAMES:
                names[name] = names.get(name, 0) + 1
                if leaf.label is not None:
                    labelled = f"{leaf.label}.{name}"
                    names[labelled] = names.get(labelled, 0) + 1
    return names


def check_template(rule: Rule) -> Iterator[str]:
    """Yield what is wrong with a rule's rationale."""
    try:
        parts = parse_template(rule.because)
    except ValueError as error:
        yield str(error)
        return
    names = offered(rule)
    for part in parts:
        if isinstance(part, Placeholder):
            count = names.get(part.name, 0)
            if count == 0:
                yield f"`{{{part.name}}}` is offered by no condition of the rule{did_you_mean(part.name, names)}"
            elif count > 1:
                yield f"`{{{part.name}}}` is offered by {count} conditions: name one with `as:` and quote by that name"


def render_template(parts: tuple[Part, ...], bindings: Mapping[str, str]) -> str:
    """Return the rationale with every placeholder replaced; `check_template` has seen to it that each is bound."""
    return "".join(bindings[part.name] if isinstance(part, Placeholder) else part for part in parts)
