"""
What is other about what files declare: terms, indicators, dimensions, milestones, and single values.

Things that have an id are found again by it. Texts for people are told as wording, without their content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.domain.quoting import quote
from assessor.domain.values import Frozen
from assessor.workbench.changes.change import Change
from assessor.workbench.normal import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDING: Final = frozenset({
    "about",
    "because",
    "commitments",
    "counts",
    "definition",
    "examples",
    "expects",
    "goal",
    "grouping",
    "place",
    "problem",
    "publisher",
    "references",
    "related",
    "test",
    "title",
    "unobserved",
    "version",
})  # fmt: skip
"""Keys of texts for people, and of where a cell stands on a page; nothing that is judged reads them."""


def diff_fields(was: Frozen, now: Frozen, about: str, *, apart_from: frozenset[str] = frozenset()) -> Iterator[Change]:
    """
    Yield what is other about two things of one kind, a change for each key.

    Args:
        apart_from: Keys that are compared elsewhere.
    """
    reworded = []
    for name, field in type(was).model_fields.items():
        one, other = getattr(was, name), getattr(now, name)
        key = quote(field.alias or name)
        if name in apart_from or plain(one) == plain(other):
            continue
        if name in _WORDING:
            reworded.append(key)
        elif isinstance(one, Frozen) and isinstance(other, Frozen):
            yield from (Change(about, f"{key}: {c.words}", c.kind) for c in diff_fields(one, other, about))
        elif _are_plain(one) and _are_plain(other):
            yield from _diff_words(one, other, key, about)
        else:
            yield Change(about, f"{key} {_shown(other)} instead of {_shown(one)}", "changed")
    if reworded:
        yield Change(about, f"{', '.join(reworded)} read{'s' if len(reworded) == 1 else ''} otherwise", "wording")


def diff_listed(
    was: Sequence[Frozen], now: Sequence[Frozen], kind: str, *, ordered: bool = False, key: str = "id", where: str = ""
) -> Iterator[Change]:
    """
    Yield what is other about lists of things that have ids.

    Args:
        kind: What one of them is, such as `indicator`.
        ordered: Whether their order means something.
        where: Whose they are, in brackets behind the name; empty for the framework's.
    """
    before, after = ({str(getattr(one, key)): one for one in some} for some in (was, now))
    for name, one in after.items():
        about = f"{kind} {quote(name)}{f' ({where})' if where else ''}"
        if name not in before:
            yield Change(about, "is new", "added")
        else:
            yield from diff_fields(before[name], one, about)
    for name in before:
        if name not in after:
            yield Change(f"{kind} {quote(name)}{f' ({where})' if where else ''}", "is gone", "removed")
    common = [[name for name in some if name in other] for some, other in ((before, after), (after, before))]
    if ordered and common[0] != common[1]:
        order, earlier = (", ".join(map(quote, some)) for some in (common[1], common[0]))
        yield Change(where or "framework", f"{kind} order {order} instead of {earlier}", "order")


def _are_plain(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(entry, (str, int)) for entry in value)


def _diff_words(was: Sequence[Any], now: Sequence[Any], key: str, about: str) -> Iterator[Change]:
    """Yield which words a list has more and less; their order means nothing."""
    new, gone = [x for x in now if x not in was], [x for x in was if x not in now]
    if new:
        yield Change(about, f"{key} {', '.join(quote(str(x)) for x in new)} added", "changed")
    if gone:
        yield Change(about, f"{key} {', '.join(quote(str(x)) for x in gone)} taken away", "changed")


def _shown(value: object) -> str:
    """Return a value in words; of what is more than a word, only that it is there."""
    if value is None or value == ():
        return "nothing"
    return "others" if isinstance(value, (tuple, Frozen, dict)) else quote(str(value))
