"""
What lies behind a change, as branches of a tree: rules by what became of them, then evidence.

Signals stand one by one, the earliest of many left out and counted; readings of one indicator
stand together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from assessor.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.tree import Tree

    from assessor.domain.change import Behind, ItemChange

_MOST: Final = 4
_MOVES: Final = {
    "added": "known now",
    "removed": "known no longer",
    "replaced": "known in another version",
    "entered": "counts now",
    "left": "counts no longer",
    "surer": "counts surely now",
    "less sure": "counts only possibly now",
}
_OF_FEEDS: Final = {"surer": "without a gap now", "less sure": "with a gap now"}
_OF_READINGS: Final = {"surer": "gives a value now", "less sure": "gives no value now"}
_OF_CELLS: Final = {"replaced": "reads another trajectory"}


def render_behind(tree: Tree, behind: Behind, *, many: bool, told: bool) -> None:
    """
    Add what lies behind a change under it.

    Args:
        many: Whether the change has more than one of these, so that each says what it belongs to.
        told: Whether all of the evidence was told above, so that it need not be told again.
    """
    if many:
        tree = tree.add(shown(f"by {' and '.join(behind.because)}", "dim"))
    by_words: dict[str, list[str]] = {}
    for rule in behind.rules:
        by_words.setdefault(rule.words, []).append(rule.rule)
    for words, names in by_words.items():
        line = Text("rule " if len(names) == 1 else "rules ", style="dim").append(shown(", ".join(names), "not dim"))
        tree.add(line.append(shown(f": {words}", "not dim")))
    if told:
        tree.add(Text("evidence: see above", style="dim italic"))
        return
    for line in _items(behind.items):
        tree.add(line)


def _items(items: Sequence[ItemChange]) -> Iterator[Text]:
    by_words: dict[str, list[ItemChange]] = {}
    for item in items:
        by_words.setdefault(_words(item), []).append(item)
    for words, some in by_words.items():
        lead = shown(f"{words}: ", "dim")
        single = [item for item in some if item.kind != "reading"]
        if len(single) > _MOST:
            yield lead + shown(f"{len(single) - _MOST} earlier ones (`--json` has all), and", "not dim")
        for item in single[-_MOST:]:
            yield lead + shown(_tell(item), "not dim")
        for line in _readings([item for item in some if item.kind == "reading"]):
            yield lead + shown(line, "not dim")


def _words(item: ItemChange) -> str:
    special = {"feed": _OF_FEEDS, "reading": _OF_READINGS, "cell": _OF_CELLS}.get(item.kind, {})
    words = special.get(item.move, _MOVES[item.move])
    versions = f", {item.after} instead of {item.before}" if item.move == "replaced" and item.after else ""
    return words + versions


def _tell(item: ItemChange) -> str:
    return f"{item.when}  {item.title} ({item.kind} {item.id})".strip()


def _readings(items: Sequence[ItemChange]) -> Iterator[str]:
    by_indicator: dict[str, list[ItemChange]] = {}
    for item in items:
        by_indicator.setdefault(item.id.removesuffix(f"/{item.when}"), []).append(item)
    for indicator, some in by_indicator.items():
        if len(some) == 1:
            yield f"reading {some[0].id}, {some[0].title}"
        else:
            yield f"{len(some)} readings of {indicator}, {some[0].when} to {some[-1].when}"
