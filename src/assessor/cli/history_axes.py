"""
`assessor history --known-at-axis`: what was said of each day at any later time, and what each knowledge gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import typer

    from assessor.engine.axes import Plane, Row
    from assessor.services.both_axes import Axes


@dataclass(frozen=True, slots=True)
class Asked:
    """
    The options that choose the axes, as typed.

    Attributes:
        as_of_axis: Whether every day is judged, or only one.
    """

    as_of_axis: bool
    as_of: str | None
    known_at: str | None
    since: str | None
    until: str | None
    known_since: str | None
    known_until: str | None

    def parse(self) -> Axes:
        """
        Return the ends of both axes.

        Raises:
            UsageError: A day is none, or options contradict each other.
        """
        from assessor.services.both_axes import Axes
        from assessor.services.moments import parse_day

        if self.known_at is not None:
            raise UsageError("--known-at is one moment; the ends of its axis are --known-from and --known-to")
        if self.as_of is not None and (self.as_of_axis or self.since is not None or self.until is not None):
            raise UsageError("--as-of is one day; the ends of its axis are --from and --to")
        until = self.until if self.until is not None else self.as_of
        since = self.since if self.since is not None else self.as_of
        told = {"--from": since, "--to": until, "--known-from": self.known_since, "--known-to": self.known_until}
        return Axes(*(parse_day(text, name) if text is not None else None for name, text in told.items()))


@dataclass(frozen=True, slots=True)
class Picture:
    """Where both axes are to be drawn, if anywhere, and how wide."""

    path: Path | None
    width: int

    def check(self) -> None:
        """
        Check that it can be drawn, before anything is judged for it.

        Raises:
            UsageError: Its name is none for a picture, or nothing fits into its width.
            ConfigurationError: What draws it is not installed.
        """
        if self.path is not None:
            from assessor.report.charts.draw import check_charts
            from assessor.report.charts.triangle import NARROWEST, WIDEST
            from assessor.report.whole_file import check_file

            check_file(self.path, (".svg",), "a picture")
            if not NARROWEST <= self.width <= WIDEST:
                raise UsageError(f"--width {self.width}: a picture is {NARROWEST} to {WIDEST} pixels wide")
            check_charts()

    def write(self, plane: Plane) -> None:
        """Draw it; what was there is replaced once it is whole."""
        if self.path is not None:
            from assessor.report.charts.draw import draw
            from assessor.report.charts.triangle import draw_triangle
            from assessor.report.whole_file import replacing

            drawn = draw(draw_triangle(plane, width=self.width)).encode()
            with replacing(self.path) as beside:
                beside.write_bytes(drawn)


def show_both_axes(context: typer.Context, cell: str, asked: Asked, picture: Picture, *, as_json: bool) -> None:
    """Print a cell on both axes of time, and draw it where asked."""
    from assessor.engine.axes import rows_of
    from assessor.report.both_axes import render_axes
    from assessor.services.both_axes import both_axes

    picture.check()
    with opened(context) as assessor:
        plane = both_axes(assessor, cell, asked.parse())
    rows = rows_of(plane)
    picture.write(plane)
    if as_json:
        print_json(flat_plane(plane, rows) | {"plot": str(picture.path) if picture.path is not None else None})
        return
    show_page(render_axes(plane, rows))
    if picture.path is not None:
        say("")
        say(f"drawn in {picture.path}")


def flat_plane(plane: Plane, rows: Sequence[Row]) -> dict[str, Any]:
    """Return both axes as one object."""
    return {
        "cell": plane.cell,
        "log_size": plane.log_size,
        "as_of_axis": {"from": plane.first, "to": plane.last},
        "known_at_axis": {"from": plane.known_first, "to": plane.known_last},
        "rulesets": [{"ruleset": one.digest, "since": one.first, "until": one.last} for one in plane.reigns],
        "rows": rows,
        "layers": [
            {
                "since": one.since,
                "until": one.until,
                "spans": one.spans,
                "by": [{"kind": v.kind, "id": v.id, "version": v.version} for v in one.by],
            }
            for one in plane.layers
        ],
        "statements": plane.statements,
        "overruled": plane.overruled,
    }
