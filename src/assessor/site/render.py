"""
From a page's values to its bytes: what all pages share, and the way through the templates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from assessor.report.charts.band import Paints
from assessor.report.charts.draw import draw_inside
from assessor.report.charts.patterns import define_patterns
from assessor.report.charts.swatch import draw_swatch
from assessor.report.pages.templates import as_markup, data_block, render_macro, render_template
from assessor.site import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.report.charts.draw import Chart
    from assessor.site.gather.record import Record

PATTERNS: Final = "p"
"""What the ids of a page's patterns begin with."""

_TEMPLATES: Final = "assessor.site.templates"
_MACROS: Final = "macros.j2"


@dataclass(frozen=True, slots=True)
class House:
    """
    What every page says of the site.

    Attributes:
        title: What the record is of; `origin`, the log's name.
        paints: How states are painted.
    """

    title: str
    origin: str
    paints: Paints


def house_of(record: Record) -> House:
    """Return what every page of a record's site says of it."""
    states = tuple(t.id for t in record.rules.framework.trajectories) if record.rules is not None else ()
    return House(record.title, record.origin, Paints(states, PATTERNS))


@cache
def _draw_swatches(paints: Paints) -> dict[str, str]:
    """Return what every page has: the patterns, and the square of each state."""
    states = {f"state-{place}": draw_swatch(state, paints) for place, state in enumerate(paints.states)}
    return {"defs": define_patterns(PATTERNS), **states, "state-none": draw_swatch(None, paints)}


class Drawings:
    """Charts of one page by name, drawn in the order in which they are asked for."""

    def __init__(self, house: House) -> None:
        """Begin a page."""
        self.paints = house.paints
        self.made = dict(_draw_swatches(house.paints))

    def swatch(self, state: str | None) -> str:
        """Return the name of the square of a state, or of none."""
        return f"state-{self.paints.states.index(state)}" if state in self.paints.states else "state-none"

    def add(self, *charts: Chart) -> str:
        """Draw a chart, or one for broad pages and one for narrow ones, and return the name to show it by."""
        key = charts[0].name
        drawn = [draw_inside(chart) for chart in charts]
        if len(drawn) > 1:
            broad, narrow = drawn
            self.made[key] = f'<div class="broad">{broad}</div><div class="narrow">{narrow}</div>'
        else:
            self.made[key] = drawn[0]
        return key

    def data(self, key: str, value: object) -> None:
        """Add a block of data that a script of the site reads."""
        self.made[key] = data_block(value)


def render_piece(macro: str, *values: object) -> str:
    """
    Return a piece of a page as markup that stands as it is where a template shows it.

    Args:
        macro: One of those that pages share; `values`, what it is given.
    """
    return as_markup(render_macro(_MACROS, macro, _TEMPLATES, *values))


def join_pieces(pieces: Iterable[str]) -> str:
    """Return pieces one after the other, as a piece."""
    return as_markup("".join(pieces))


def render_page(template: str, page: str, house: House, told: Mapping[str, object], drawings: Drawings) -> bytes:
    """
    Return a page.

    Args:
        template: Which kind of page it is.
        page: Its address on the site.
        told: What its template is given.
    """
    shared = {
        "up": names.up_from(page),
        "site": house.title,
        "origin": house.origin,
        "address": {
            "home": names.INDEX,
            "changes": names.CHANGES,
            "feed": names.FEED,
            "rules": names.RULES,
            "about": names.ABOUT,
            "style": names.STYLE,
            "script": names.SCRIPT,
        },
    }
    return render_template(template, {**shared, **told}, drawings.made, _TEMPLATES).encode()
