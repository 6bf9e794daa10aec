"""
Pins in a file outside the database, one canonical line each; lines are added and never changed.

A pin inside the database would go back with it when somebody puts an older copy in its place,
which is the very thing a pin is to find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit.canonical import MAX_BYTES, canonicalize, parse_canonical
from assessor.audit.checkpoint import parse_signed_checkpoint
from assessor.audit.note_key import parse_verifier_key
from assessor.audit.pin import Pin
from assessor.errors import CanonicalFormError, ConfigurationError, NoteInvalidError
from assessor.store.durable_file import append_durably, await_appended

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class PinFile:
    """All pins that somebody keeps, of any logs."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is read yet."""
        self.path = path

    def read(self) -> Iterator[Pin]:
        """
        Yield every pin in the order of pinning; nothing where there is no file.

        Signatures are not verified here.

        Raises:
            ConfigurationError: The file cannot be read.
            NoteInvalidError: A line holds no pin; the message names it.
        """
        try:
            with self.path.open("rb") as file:
                number = 0
                while line := file.readline(MAX_BYTES + 2):
                    number += 1
                    if not line.endswith(b"\n"):  # somebody may be adding it at this moment
                        await_appended(file)
                        line += file.readline(MAX_BYTES + 2 - len(line))
                    yield self._parse(line, number)
        except FileNotFoundError:
            return
        except OSError as error:
            raise ConfigurationError(f"pins `{self.path}` cannot be read: {error.strerror}") from error

    def add(self, pin: Pin) -> None:
        """
        Add a pin, which is on disk when this returns; one that is there already stays alone.

        Raises:
            ConfigurationError: The file cannot be written.
            NoteInvalidError: A line of the file holds no pin.
        """
        if pin in self.read():
            return
        line = canonicalize({"checkpoint": pin.note.render().decode(), "keys": [str(key) for key in pin.keys]})
        try:
            append_durably(self.path, line + b"\n")
        except OSError as error:
            raise ConfigurationError(f"pins `{self.path}` cannot be written: {error.strerror}") from error

    def _parse(self, line: bytes, number: int) -> Pin:
        where = f"pins `{self.path}`, line {number}"
        if not line.endswith(b"\n"):
            raise NoteInvalidError(f"{where}: it is cut off, or longer than any pin; remove it")
        try:
            match parse_canonical(line[:-1]):
                case {"checkpoint": str(note), "keys": [*keys], **rest} if keys and not rest:
                    signed = parse_signed_checkpoint(note.encode("utf-8"))
                    return Pin(signed.checkpoint, signed.note, tuple(parse_verifier_key(str(key)) for key in keys))
        except (CanonicalFormError, NoteInvalidError) as error:
            raise NoteInvalidError(f"{where}: {error}") from error
        raise NoteInvalidError(f"{where}: it holds no pin")
