"""
What differs between two verdicts, part by part, in the glossary's words.

Pure, and of verdicts alone: whoever holds two of them can ask, whether both were recorded, or
one was and the other is what comes out now. Verdicts that differ have at least one change, so a
difference in bytes can always be told as a difference in meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.change import Change
from assessor.engine.facets import DETAILS, PARTS, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.assessment import ItemReference, Verdict

ORDER: Final = "order"
"""The part of a change in nothing but the order of a verdict's list; which list it is stands under `about`."""

WORDING: Final = "wording"
"""The part of a change that no other part tells: how the words of a list are cut."""

_DIGEST: Final = len("sha256:") + 12
_PLACE: Final = {part: place for place, part in enumerate((*PARTS, *DETAILS, ORDER, WORDING))}


def compare(before: Verdict, after: Verdict) -> tuple[Change, ...]:
    """
    Return every difference between two verdicts, most important first; none iff they are equal.

    Returns:
        Changes whose parts are those of `PARTS`, then those under them, named by `DETAILS`.
    """
    was, now = take_apart(before), take_apart(after)
    changes = [
        Change(part=part, about=about, before=was.get((part, about)), after=now.get((part, about)))
        for part, about in {**was, **now}
        if was.get((part, about)) != now.get((part, about))
    ]
    for part in dict.fromkeys(part for part, _ in was):
        lists = [[about for name, about in found if name == part] for found in (was, now)]
        if lists[0] != lists[1] and set(lists[0]) == set(lists[1]):
            changes.append(Change(part=ORDER, about=part, before=", ".join(lists[0]), after=", ".join(lists[1])))
    if not changes and before != after:
        changes.append(Change(part=WORDING, before=before.model_dump_json(), after=after.model_dump_json()))
    return tuple(sorted(changes, key=lambda change: _PLACE[change.part]))


def compare_items(part: str, before: Iterable[ItemReference], after: Iterable[ItemReference]) -> tuple[Change, ...]:
    """
    Return the differences between two lists of items, such as two supports or two read sets.

    Args:
        part: What the changes are to call them, such as `support`.
    """
    was, now = ({f"{r.kind} {r.id}": _tell_version(r) for r in found} for found in (before, after))
    return tuple(
        Change(part=part, about=name, before=was.get(name), after=now.get(name))
        for name in {**was, **now}
        if was.get(name) != now.get(name)
    )


def _tell_version(reference: ItemReference) -> str:
    return f"version {reference.version}, {reference.digest[:_DIGEST]}"
