"""
The history of a cell as a line: states along the days, drawn to scale, then told one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text

from assessor.report.safe import safe
from assessor.report.section import render_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

_STYLES: Final = ("cyan", "yellow", "green", "magenta", "blue")
_MOST_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A state from its first to its last day, with the rule that led to it and its rationale."""

    state: str
    since: date
    until: date
    rule: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """
    States along the days, to scale: names above the line, the days they began below it.

    Attributes:
        stretches: First to last, without gaps.
        doubts: First and last days on which a transition could have been taken and was not certain.
    """

    stretches: Sequence[Stretch]
    doubts: Sequence[tuple[date, date]] = ()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it as wide as there is room; where nothing else can be shown, in ASCII."""
        stroke, doubt, begin, end = ("=", "?", "|", "|") if options.ascii_only else ("━", "╍", "┣", "┫")
        first, last = self.stretches[0].since, self.stretches[-1].until
        columns = options.max_width - 1
        days = max((last - first).days, 1)

        def place(day: date) -> int:
            return (day - first).days * columns // days

        starts = [place(s.since) for s in self.stretches]
        line = [stroke] * columns
        for since, until in self.doubts:
            line[place(since) : place(until) + 1] = [doubt] * (place(until) + 1 - place(since))
        for start in starts:
            line[start : start + 1] = [begin]
        line[columns:] = [end]
        yield from reversed(_label(list(zip(starts, (safe(s.state) for s in self.stretches), strict=True)), columns))
        bar = Text()
        for number, start in enumerate(starts):
            after = starts[number + 1] if number + 1 < len(starts) else len(line)
            bar.append("".join(line[start:after]), style=_STYLES[number % len(_STYLES)])
        yield bar
        dates = [(start, str(s.since)) for start, s in zip(starts, self.stretches, strict=True)]
        yield from _label([*dates, (columns, str(last))], columns)
        if doubt in line:
            yield Text(f"{doubt} in doubt: a transition could have been taken", style="dim")


def _label(labels: Iterable[tuple[int, str]], columns: int) -> list[Text]:
    """
    Return rows of labels, each at its column in the row nearest the line that has room.

    One that would run over the edge ends at it; one that finds no room is left out, for what
    follows the line tells it.
    """
    rows: list[Text] = []
    for column, text in labels:
        start = max(min(column, columns + 1 - len(text)), 0)
        row = next((r for r in rows if not r.plain or len(r.plain) < start), None)
        if row is None and len(rows) < _MOST_ROWS:
            row = Text(no_wrap=True)
            rows.append(row)
        if row is not None:
            row.append(" " * (start - len(row.plain)) + text)
    return rows


def render_stretches(stretches: Iterable[Stretch]) -> RenderableType:
    """Return each state with its days, its rule and its rationale."""
    records = []
    for stretch in stretches:
        why = (
            f"{stretch.because} (rule {stretch.rule})" if stretch.rule is not None else "the framework's initial state"
        )
        records.append((stretch.state, str(stretch.since), str(stretch.until), why))
    return render_records(("state", "since", "until", "because"), records, whole=("state", "since", "until"))
