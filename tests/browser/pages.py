"""A page of each kind that there is, of a record that is plain, of one that is odd, and of one that is long."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tests.long import OFTEN
from tests.odd import BARE, CROWDED, EXPIRED, OVERRIDDEN, PROVISIONAL, UNTOUCHED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Page

ADDRESSES: Final = {
    "overview": ("plain", "index.html"),
    "cell": ("plain", "cells/11/index.html"),
    "cell without assessments": ("plain", "cells/2/index.html"),
    "history": ("plain", "cells/11/history/index.html"),
    "assessment": ("plain", "11 -1"),
    "checked": ("plain", "11 -1"),
    "repeated": ("plain", "11 4"),
    "insufficient": ("plain", "21 0"),
    "changes": ("plain", "changes/index.html"),
    "rules": ("plain", "rules/index.html"),
    "ruleset": ("plain", "rules/*/index.html"),
    "rules of a cell": ("plain", "rules/*/cells/11/index.html"),
    "about": ("plain", "about/index.html"),
    "odd overview": ("odd", "index.html"),
    "odd changes": ("odd", "changes/index.html"),
    "crowded": ("odd", f"cells/{CROWDED}/index.html"),
    "signals": ("odd", f"cells/{CROWDED}/signals/2/index.html"),
    "provisional": ("odd", f"cells/{PROVISIONAL}/index.html"),
    "restated": ("odd", f"{PROVISIONAL} 0"),
    "overridden": ("odd", f"cells/{OVERRIDDEN}/index.html"),
    "overridden, for good": ("odd", f"{OVERRIDDEN} 0"),
    "expired": ("odd", f"cells/{EXPIRED}/index.html"),
    "stale": ("odd", "cells/harbour/index.html"),
    "without rules": ("odd", f"cells/{BARE}/index.html"),
    "never assessed": ("odd", f"cells/{UNTOUCHED}/index.html"),
    "odd history": ("odd", f"cells/{EXPIRED}/history/index.html"),
    "long history": ("long", f"cells/{OFTEN}/history/index.html"),
    "older history": ("long", f"cells/{OFTEN}/history/2/index.html"),
}
"""The site and the address of each kind; of assessments, the cell and which of its own it is."""


def page_of(site: Path, kind: str) -> str:
    """Return the address of a page of a kind, of the site that has it."""
    _, address = ADDRESSES[kind]
    cell, _, place = address.partition(" ")
    if place:
        cells = {one["cell"]: one for one in json.loads((site / "record.json").read_text())["cells"]}
        found: str = cells[cell]["assessments"][int(place)]["page"]
        return found
    return str(next(site.glob(address)).relative_to(site))


def open_kind(page: Page, sites: Mapping[str, Path], kind: str) -> None:
    """Open a page of a kind; where it is one to be checked, check it."""
    site = sites[ADDRESSES[kind][0]]
    page.goto((site / page_of(site, kind)).as_uri())
    if kind == "checked":
        page.get_by_role("button", name="Check this assessment").click()
        page.locator("#check-verdict:not(:empty)").wait_for()
