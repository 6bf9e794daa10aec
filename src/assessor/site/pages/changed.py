"""
What changed on a cell's page since the assessment before: what a reader minds first, each with what brought it about.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from assessor.engine.facets import PARTS
from assessor.report.charts.ticks import tell_day
from assessor.report.when import tell_when
from assessor.site import names
from assessor.site.pages.wording import number_of, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.domain.change import AttributedChange, ItemChange, ItemMove
    from assessor.services.diff import Difference
    from assessor.site.pages.telling import Telling

_WITH_SENTENCES: Final = {"unknown", "dimension", "tension"}
_MOST: Final = 30
_MOST_ITEMS: Final = 4
_MOVES: Final[dict[ItemMove, str]] = {
    "added": "became known",
    "removed": "is known no more",
    "replaced": "is known otherwise",
    "entered": "counts now",
    "left": "counts no longer",
    "surer": "counts for certain",
    "less sure": "counts only possibly",
}
_BECAUSE: Final = {"rules": "other rules", "knowledge": "other knowledge", "world": "another day"}


def flat_changes(found: Difference | None, telling: Telling, indicators: Mapping[str, str]) -> dict[str, Any]:
    """
    Return what changed, for a page.

    Args:
        found: None where nothing was said before.
        telling: Of the cell.
        indicators: The title of each, by its id.
    """
    if found is None:
        return {"changes": None, "more_changes": "", "changed_since": None}
    told = [one for one in found.changes if one.part in PARTS]
    groups = [
        {"rows": [_row(one, telling) for one in some], "under": under}
        for under, some in groupby(told[:_MOST], key=lambda one: list(_behind(one, indicators)))
    ]
    before = found.before.entry_index
    more = len(found.changes) - len(told[:_MOST])
    return {
        "changes": groups,
        "more_changes": f"{number_of(more, 'detail')} under these changed too" if more else "",
        "changes_command": f"assessor diff {found.before.id} {found.after.id} --json",
        "changed_since": {"day": tell_day(found.before.as_of), "link": names.assessment_page(before or 0)},
    }


def _row(one: AttributedChange, telling: Telling) -> dict[str, str]:
    about = telling(one.about)
    return {
        "name": f"{one.part}{':' if one.part in _WITH_SENTENCES else ''} {about}" if about else one.part,
        "words": telling.plain(one.words),
        "because": f"by {' and '.join(_BECAUSE[because] for because in one.because)}" if one.because else "",
    }


def _behind(change: AttributedChange, indicators: Mapping[str, str]) -> Iterator[str]:
    items = list(dict.fromkeys(item for behind in change.behind for item in behind.items))
    yield from (_item(item, indicators) for item in items[:_MOST_ITEMS])
    if len(items) > _MOST_ITEMS:
        yield f"and {len(items) - _MOST_ITEMS:,} more"


def _item(item: ItemChange, indicators: Mapping[str, str]) -> str:
    name = indicators.get(item.id.partition("/")[0], "") if item.kind == "reading" else ""
    title = ": ".join(part for part in (name, item.title) if part) or item.id
    when = f", {tell_when(item.when)}" if item.when else ""
    return f"{shorten(title, 160)}{when}: {_MOVES[item.move]}"
