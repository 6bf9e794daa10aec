"""
Recorded evidence: lists of signals and readings, and one signal in all its versions.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rich.console import Group
from rich.text import Text

from assessor.domain.evidence import Reading, Signal
from assessor.report.headline import tell_instant
from assessor.report.safe import shown
from assessor.report.section import render_records, render_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from assessor.domain.evidence import Impact, Item


_ACCEPTED = "accepted"


class Version(Protocol):
    """One version of one item, as it is recorded."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def status(self) -> str: ...
    @property
    def known_from(self) -> str: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def backfill(self) -> bool: ...
    @property
    def estimated(self) -> bool: ...
    @property
    def look_ahead(self) -> bool: ...
    @property
    def entry_index(self) -> int: ...
    @property
    def item(self) -> Item: ...
    @property
    def action(self) -> str | None: ...
    @property
    def actor(self) -> str | None: ...
    @property
    def reason(self) -> str | None: ...


def render_signals(versions: Iterable[Version]) -> RenderableType:
    """Return signals by the day they may first have happened."""
    found = sorted(
        ((v, v.item) for v in versions if isinstance(v.item, Signal)),
        key=lambda pair: (pair[1].date.span.lo, pair[0].id),
    )
    records = []
    for version, item in found:
        text = shown(item.title).append("\n").append(shown(version.id, "dim"))
        if version.status != _ACCEPTED:
            text.append(f", {_status(version)}", "yellow")
        records.append((str(item.date), version.known_from[:10], text))
    return render_records(("date", "known from", "signal"), records, whole=("date", "known from"))


def render_readings(versions: Iterable[Version]) -> RenderableType:
    """Return readings by indicator and period."""
    found = sorted(
        ((v, v.item) for v in versions if isinstance(v.item, Reading)),
        key=lambda pair: (pair[1].indicator, pair[1].period.span.hi),
    )
    records = []
    for version, item in found:
        value = f"{item.value:f}" if item.value is not None else item.status
        told = [version.status] if version.status != _ACCEPTED else []
        marks = ", ".join([*(m for m in marks_of(version) if m != "backfill"), *told])
        records.append((item.indicator, str(item.period), value, item.unit, version.known_from[:10], marks))
    columns = ("indicator", "period", "value", "unit", "known from", "marks")
    return render_records(columns, records, right=("value",), whole=("period", "known from"))


def render_signal(versions: Sequence[Version]) -> RenderableType:
    """Return every version of one signal, the latest first, its impacts one by one."""
    return Group(*(part for version in reversed(versions) for part in _signal(version)))


def _signal(version: Version) -> Iterable[RenderableType]:
    item = version.item
    assert isinstance(item, Signal)  # noqa: S101 - only signals are shown here
    rows = [
        ("signal", f"{version.id}, version {version.version}"),
        ("status", _status(version)),
        ("date", str(item.date)),
        ("event", item.event or ""),
        ("feed", item.feed or ""),
        ("sources", ", ".join(item.sources)),
        ("known from", ", ".join((tell_instant(version.known_from), *marks_of(version)))),
        ("change", tell_change(version)),
        ("recorded", f"entry {version.entry_index}, {tell_instant(version.recorded_at)}"),
        ("summary", item.summary),
    ]
    yield render_section(item.title, ((Text(word, style="dim"), text) for word, text in rows if text))
    for impact in item.impacts:
        yield render_section(f"Impact on cell {impact.cell}, {impact.aspect}", _impact(impact))


def _impact(impact: Impact) -> Iterable[tuple[Text, str]]:
    rows = [
        ("aspect", impact.aspect),
        ("direction", impact.direction),
        ("dimensions", ", ".join(impact.dimensions)),
        ("stage", impact.stage or "none"),
        ("severity", impact.severity),
        ("tags", ", ".join(impact.tags)),
        ("why", impact.why),
    ]
    return ((Text(word, style="dim"), text) for word, text in rows if text)


def _status(version: Version) -> str:
    more = {"proposed": ", no evidence yet", "retracted": ", no evidence any more"}
    return f"{version.status}{more.get(version.status, '')}"


def tell_change(version: Version) -> str:
    """Return what was done to an item, by whom and why; nothing of a version that was recorded without a reason."""
    return f"{version.action} by {version.actor}: {version.reason}" if version.reason is not None else ""


def marks_of(version: Version) -> list[str]:
    """Return how a version came to be known, where that was not by being recorded at once."""
    flags = (
        ("backfill", version.backfill),
        ("estimated publication", version.estimated),
        ("look-ahead", version.look_ahead),
    )
    return [name for name, is_set in flags if is_set]
