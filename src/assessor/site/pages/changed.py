"""
What changed on a cell's page since the assessment before: what a reader minds first, each with what brought it about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.engine.facets import PARTS
from assessor.report.charts.ticks import tell_day
from assessor.site import names
from assessor.site.pages.wording import number_of, shorten, tell_when

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.domain.change import AttributedChange, ItemChange
    from assessor.services.diff import Difference
    from assessor.site.pages.telling import Telling

_MOST: Final = 30
_MOST_ITEMS: Final = 4
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
    rows = [
        {
            "name": f"{one.part} {telling(one.about)}".rstrip(),
            "words": telling.plain(one.words),
            "because": f"by {' and '.join(_BECAUSE[because] for because in one.because)}" if one.because else "",
            "under": list(_behind(one, indicators)),
        }
        for one in told[:_MOST]
    ]
    before = found.before.entry_index
    more = len(found.changes) - len(rows)
    return {
        "changes": rows,
        "more_changes": f"{number_of(more, 'detail')} under these changed too" if more else "",
        "changes_command": f"assessor diff {found.before.id} {found.after.id} --json",
        "changed_since": {"day": tell_day(found.before.as_of), "link": names.assessment_page(before or 0)},
    }


def _behind(change: AttributedChange, indicators: Mapping[str, str]) -> Iterator[str]:
    items = list(dict.fromkeys(item for behind in change.behind for item in behind.items))
    yield from (_item(item, indicators) for item in items[:_MOST_ITEMS])
    if len(items) > _MOST_ITEMS:
        yield f"and {len(items) - _MOST_ITEMS} more"


def _item(item: ItemChange, indicators: Mapping[str, str]) -> str:
    name = indicators.get(item.id.partition("/")[0], "") if item.kind == "reading" else ""
    title = ": ".join(part for part in (name, item.title) if part) or item.id
    when = f", {tell_when(item.when)}" if item.when else ""
    return f"{shorten(title, 160)}{when}: {item.move}"
