"""
Older entry formats, read as the present one.

One step for each version of the envelope that was ever written and is no longer: it takes a
document of that version and returns the same entry as the next version would have said it. Stored
bytes are never rewritten; what is hashed, proved and exported stays as it was recorded. A step
is never changed once released, and a stored log of each version stands in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.errors import EntryInvalidError

if TYPE_CHECKING:
    from collections.abc import Callable

Document = dict[str, Any]

ENVELOPE_VERSION: Final[int] = 1
"""The envelope this program writes; it reads every one from 1 on."""

STEPS: Final[dict[int, Callable[[Document], Document]]] = {}
"""From each earlier version to the next one; a step leaves the version's number to the chain."""


def upcast(document: Document) -> Document:
    """
    Return an entry's document in the form of the present version.

    Args:
        document: As stored; it is not changed. One of the present version is returned as it is.

    Raises:
        EntryInvalidError: It says no version, or one that this program does not read, or it has
            not the shape of that version.
    """
    version = document.get("version")
    if type(version) is not int or not 1 <= version <= ENVELOPE_VERSION:
        raise EntryInvalidError(
            f"an envelope of a version this program does not read: it reads those up to {ENVELOPE_VERSION}"
        )
    for number in range(version, ENVELOPE_VERSION):
        try:
            document = {**STEPS[number](document), "version": number + 1}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise EntryInvalidError(f"the envelope says version {number}, and has not its shape") from error
    return document
