"""
Entry 0: which log this is, and how its bytes are to be read.

Holds the one draft a log begins with, and the reading of it. Fixed from the first day, because
a reader who knows nothing else must be able to start here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assessor.audit.draft import draft_entry
from assessor.audit.entry import EntryType
from assessor.domain.quoting import quote
from assessor.errors import EntryInvalidError

if TYPE_CHECKING:
    from assessor.audit.draft import EntryDraft
    from assessor.audit.entry import Entry

LOG_FORMAT = 1
"""The format of the log as a whole: envelope, tree and content together."""

CANONICAL_FORM = "rfc8785:text,integer,boolean;ascii-keys"
"""How entries are written; see `assessor.audit.canonical`."""

HASH = "rfc6962:sha-256"
"""How entries are hashed; see `assessor.audit.merkle`."""

_ORIGIN = re.compile(r"[!-*,-~]{1,200}")  # printable ASCII but space and `+`


def draft_genesis(origin: str, *, actor: str) -> EntryDraft:
    """
    Draft entry 0.

    Args:
        origin: The log's unique name, such as `assessor.example.org/doctrine`. A checkpoint will
            carry it as the name of its key, so it has no space and no `+` (C2SP signed-note).
        actor: The pseudonymous id of who founds the log.

    Raises:
        EntryInvalidError: The origin is no such name.
    """
    if not _ORIGIN.fullmatch(origin):
        raise EntryInvalidError(
            f"origin {quote(origin)}: a log is named by 1 to 200 printable ASCII characters without space or `+`, "
            "such as `assessor.example.org/doctrine`"
        )
    body = {"canonical_form": CANONICAL_FORM, "format": LOG_FORMAT, "hash": HASH, "origin": origin}
    return draft_entry(EntryType.LOG_CREATED, body, actor=actor)


def read_origin(entry: Entry) -> str:
    """
    Return the log's name from its entry 0.

    Raises:
        EntryInvalidError: The entry is no genesis, or of a format this program does not read.
    """
    body = entry.parse_body()
    if entry.type is not EntryType.LOG_CREATED or entry.index != 0:
        raise EntryInvalidError("a log begins with `log:created` at index 0, and has it nowhere else")
    if (body.get("format"), body.get("canonical_form"), body.get("hash")) != (LOG_FORMAT, CANONICAL_FORM, HASH):
        raise EntryInvalidError("the log is of a format that this program does not read")
    return str(body.get("origin"))
