"""Charts of plain marks are written as the library of charts writes them, byte for byte, or left to it."""

from __future__ import annotations

import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from assessor.report.charts.marks import Mark, mark, rect, rule, text
from assessor.report.charts.plain import write_plain
from tests.property.examples import examples

NUMBERS = st.one_of(
    st.integers(-50, 720),
    st.integers(-5000, 72_000).map(lambda n: n / 100),
    st.integers(-5000, 72_000).map(lambda n: n / 7),
)
SIZES = st.one_of(st.integers(0, 720), st.integers(0, 72_000).map(lambda n: n / 100))
PAINTS = st.sampled_from(("#e3e0d6", "url(#p-1)", "none"))
LINES = st.fixed_dictionaries({}, optional={"stroke": PAINTS, "strokeWidth": st.sampled_from((1, 1.4, 0.5))})
WORDS = st.one_of(
    st.sampled_from(("", "Contested", "<b>&\"'", "two  spaces", "22 Jan 2025", "עברית", "naïve")),
    st.text(st.characters(categories=("L", "N", "P", "S")), max_size=8),
)


@st.composite
def marks(draw) -> Mark:
    kind = draw(st.sampled_from(("rect", "rule", "text", "symbol")))
    x, y, more = draw(NUMBERS), draw(NUMBERS), draw(LINES)
    if kind == "rect":
        return rect(x, y, draw(SIZES), draw(SIZES), draw(PAINTS), **more)
    if kind == "rule":
        more = {name: value for name, value in more.items() if name != "stroke"}
        return rule(x, y, draw(NUMBERS), draw(NUMBERS), draw(PAINTS), **more)
    if kind == "symbol":
        return mark("symbol", x=x, y=y, size=draw(st.integers(1, 400)), fill=draw(PAINTS), **more)
    align = draw(st.fixed_dictionaries({}, optional={"align": st.sampled_from(("left", "center", "right"))}))
    weight = draw(st.sampled_from(("bold", "normal")))
    return text(draw(WORDS), x, y, draw(st.sampled_from((12, 13, 14.5))), "#1b1a18", weight=weight, **align)


def spec_of(some: list[Mark], width: float) -> dict[str, object]:
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": width,
        "height": 106,
        "padding": 0,
        "autosize": "none",
        "marks": some,
    }


def by_the_library(spec: dict[str, object]) -> str:
    drawn = vl_convert.vega_to_svg(spec)
    return drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]


@examples(20)
@given(st.lists(marks(), min_size=1, max_size=12), st.sampled_from((720, 340, 240.5)))
def test_what_is_written_here_is_what_the_library_writes(some, width):
    spec = spec_of(some, width)
    written = write_plain(spec)
    assert written is not None
    assert written == by_the_library(spec)


LEFT = {
    "more than is known here": rect(1, 2, 3, 4, "#fff", fillOpacity=0.5),
    "a shape": mark("symbol", x=1, y=2, size=9, fill="#fff", shape="diamond"),
    "no paint": mark("rect", x=1, y=2, width=3, height=4),
    "space around words": text(" Contested ", 1, 2, 12, "#fff"),
    "what cannot be seen": text("a\u202eb", 1, 2, 12, "#fff"),
    "a very small number": rect(1e-9, 2, 3, 4, "#fff"),
    "what moves": {"type": "rect", "encode": {"update": {"x": {"value": 1}}}},
    "a group": {"type": "group", "marks": []},
}


def test_what_is_not_plain_is_left_to_the_library():
    assert {name: write_plain(spec_of([one], 720)) for name, one in LEFT.items()} == dict.fromkeys(LEFT)
    plain = spec_of([rect(1, 2, 3, 4, "#fff")], 720)
    assert write_plain(plain) is not None
    assert not any(map(write_plain, (plain | {"padding": 5}, plain | {"signals": []}, spec_of([], 720))))
