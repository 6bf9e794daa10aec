"""
Verifying the whole log from its stored bytes, with what signs it and what is pinned of it.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.audit import KeptRoot, Signed, parse_root
from assessor.audit import verify_log as verify
from assessor.errors import UsageError
from assessor.services.compare_tables import find_table_fault
from assessor.services.pins import parse_key
from assessor.services.read_spans import read_spans
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from assessor.audit import VerifyReport
    from assessor.audit.pin import Pin
    from assessor.services.context import Context

_log = get_logger(__name__)


def verify_log(
    context: Context,
    *,
    expected_root: str | None = None,
    expected_size: int | None = None,
    key: str | None = None,
    compares_tables: bool = True,
) -> VerifyReport:
    """
    Recompute everything from stored bytes and name the first thing that does not fit.

    Then each entry must say what its type says, and the tables that evaluation reads what the entries
    say. Where pins are kept, but none of a log of this name, telemetry warns: it may be another log.

    Args:
        expected_root: A root kept earlier, as printed; without one, bytes and hashes rewritten
            together are not found.
        expected_size: The size of the log when that root was kept.
        key: A verifier key that the log must have been signed by, now or earlier.
        compares_tables: Whether the tables are compared too, which takes several times as long as the log alone.

    Raises:
        UsageError: Root or key is none, or a size was given without a root.
        NoteInvalidError: The file of pins is damaged.
    """
    if expected_size is not None and expected_root is None:
        raise UsageError("a size alone proves nothing: give the root that was kept with it")
    kept = KeptRoot(parse_root(expected_root), expected_size) if expected_root is not None else None
    known = parse_key(key)
    with context.database.read() as tx, ExitStack() as streams:
        head = tx.log.head()
        pins = _pins_by_log(context)
        report = verify(
            streams.enter_context(closing(read_spans(context.database, tx))),
            streams.enter_context(closing(tx.content.stored())),
            head,
            tiles=streams.enter_context(closing(tx.tiles.stored())),
            kept=kept,
            signed=Signed(
                checkpoints=tx.checkpoints.stored(),
                cosignatures=tx.checkpoints.cosignatures(),
                pins=pins.get(head.origin, ()),
                key=known,
            ),
            find_erasable=tx.content.find_erasable,
            altered_triggers=tx.log.altered_triggers(),
        )
        if report.is_sound and compares_tables:
            report = replace(report, fault=find_table_fault(context.database, tx))
    if pins and head.origin not in pins:
        _log.warning("log.unpinned", origin=head.origin, pinned=sorted(pins), file=str(context.pins.path))
    _log.info("log.verified", size=report.size, sound=report.is_sound, checkpoints=report.checkpoints)
    return report


def _pins_by_log(context: Context) -> dict[str, list[Pin]]:
    """Return what is pinned, by the name of the log."""
    pins: dict[str, list[Pin]] = {}
    for pin in context.pins.read():
        pins.setdefault(pin.checkpoint.origin, []).append(pin)
    return pins
