"""
The page on what checking proves, and what it does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.site import names
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from assessor.site.gather.record import Record
    from assessor.site.render import House


def render_about(house: House, record: Record) -> bytes:
    """Return the page."""
    last = record.checkpoints[-1].note.render().decode().splitlines() if record.checkpoints else []
    told = {"heading": "What checking proves", "key": record.key or "", "checkpoint": last}
    return render_page("about.html.j2", names.ABOUT, house, told, Drawings(house))
