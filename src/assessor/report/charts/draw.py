"""
From a specification to SVG: the one place that knows the library of charts.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from assessor.errors import ConfigurationError
from assessor.report.charts.plain import strip_told, write_plain

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Chart:
    """
    A chart that can be drawn.

    Attributes:
        name: What its ids begin with, other than those of any chart on the same page.
        spec: What is drawn (Vega 5); nothing in it is measured by the library.
        style: A style sheet for it, empty where the page has one; `defs` the definitions that its paints name.
        title: What it is, in a line; `said` what it says, for those who do not see it.
    """

    name: str
    width: int
    height: int
    spec: Mapping[str, Any]
    style: str
    defs: str
    title: str
    said: str


def check_charts() -> None:
    """
    Check that charts can be drawn, before long work is done for one.

    Raises:
        ConfigurationError: The library is not installed.
    """
    _library()


def draw(chart: Chart) -> str:
    """
    Return a chart as an SVG document, the same for the same chart.

    Raises:
        ConfigurationError: The library is needed, and not installed.
    """
    inside = write_plain(chart.spec) or _draw_by_library(chart.spec)
    style = f"<style>{chart.style}</style>" if chart.style else ""
    return f"{_begin(chart)}{style}{chart.defs}{inside}</svg>\n"


def _begin(chart: Chart) -> str:
    name = chart.name
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{chart.width}" height="{chart.height}" '
        f'viewBox="0 0 {chart.width} {chart.height}" role="img" aria-labelledby="{name}-title {name}-said">'
        f'<title id="{name}-title">{escape(chart.title)}</title><desc id="{name}-said">{escape(chart.said)}</desc>'
    )


def draw_inside(chart: Chart) -> str:
    """
    Return a chart as an element of a page whose style sheet has its rules, and which admits no other.

    What Vega writes for scripts and for each mark's reader is left out: the chart is one image, told by its words.

    Raises:
        ConfigurationError: As `draw`.
    """
    inside = write_plain(chart.spec, bare=True) or strip_told(_draw_by_library(chart.spec))
    return f"{_begin(chart)}{strip_told(chart.defs)}{inside}</svg>\n"


def _draw_by_library(spec: Mapping[str, Any]) -> str:
    drawn: str = _library().vega_to_svg(dict(spec))
    return drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]


def _library() -> Any:  # noqa: ANN401 - it is an extra, so no type is known
    try:
        import vl_convert  # noqa: PLC0415 - an extra, and slow to start
    except ImportError as error:
        raise ConfigurationError("charts need vl-convert-python: install `assessor[charts]`") from error
    return vl_convert
