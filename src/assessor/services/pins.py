"""
Pins: keeping a checkpoint of this log or another, outside the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.checkpoint import parse_signed_checkpoint
from assessor.audit.merkle import render_root
from assessor.audit.note_key import parse_verifier_key
from assessor.audit.pin import make_pin
from assessor.errors import NoteInvalidError, UsageError
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from assessor.audit.note_key import VerifierKey
    from assessor.audit.pin import Pin
    from assessor.services.context import Context

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ShownPin:
    """A pin; `repeated` where it was there before, `keys` as they are handed out."""

    origin: str
    size: int
    root: str
    keys: tuple[str, ...]
    repeated: bool = False


def pin_checkpoint(context: Context, data: bytes, key: str | None = None) -> ShownPin:
    """
    Keep a checkpoint, its signatures verified; the database is not asked.

    That the log still extends it is what every later verification of that log shows.

    Args:
        data: The signed note.
        key: A verifier key of its log that is not known here yet.

    Raises:
        UsageError: The key is none, or none was given for a log that is pinned the first time.
        VerificationError: The signatures do not allow it, or the log was forked.
    """
    signed = parse_signed_checkpoint(data)
    earlier = tuple(context.pins.read())
    pin = make_pin(signed, earlier, parse_key(key))
    repeated = pin in earlier
    context.pins.add(pin)
    _log.info("checkpoint.pinned", origin=pin.checkpoint.origin, size=pin.checkpoint.size)
    return _shown(pin, repeated=repeated)


def list_pins(context: Context) -> tuple[ShownPin, ...]:
    """Return every pin, of any log, in the order of pinning."""
    return tuple(_shown(pin) for pin in context.pins.read())


def parse_key(text: str | None) -> VerifierKey | None:
    """
    Read a verifier key that somebody typed.

    Raises:
        UsageError: It is none.
    """
    try:
        return None if text is None else parse_verifier_key(text.strip())
    except NoteInvalidError as error:
        raise UsageError(str(error)) from error


def _shown(pin: Pin, *, repeated: bool = False) -> ShownPin:
    checkpoint = pin.checkpoint
    keys = tuple(str(key) for key in pin.keys)
    return ShownPin(checkpoint.origin, checkpoint.size, render_root(checkpoint.root), keys, repeated)
