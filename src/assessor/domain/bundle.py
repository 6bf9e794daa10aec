"""
A proof-carrying assessment: one file with all that it takes to check one.

Holds the file's shape alone; nothing in it is believed for having been read. What it shows is
worked out by `assessor.services.verify_bundle`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assessor.domain.values import Frozen

Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]*={0,2}$", description="Base 64 with padding (RFC 4648)")]
Index = Annotated[int, Field(ge=0, le=2**53 - 1, strict=True)]

CANNOT_SHOW = (
    "that no other evidence which the rules would have read lay in the log below the log size: for that, take the "
    "whole log; and that the sources are right"
)
"""What no bundle can show."""


class EnclosedEntry(Frozen):
    """
    One entry of the log, and the proof that it is in the log of the checkpoint.

    Attributes:
        data: The bytes that were hashed.
        proof: Hashes from the leaf's sibling up (RFC 6962, section 2.1.1).
    """

    index: Index
    data: Base64
    proof: tuple[Base64, ...]


class EnclosedContent(Frozen):
    """Bytes that an entry names by their digest."""

    digest: str
    data: Base64


class EarlierSize(Frozen):
    """The proof that the log of the checkpoint begins with that of an earlier size (RFC 6962, section 2.1.2)."""

    size: Index
    proof: tuple[Base64, ...]


class Bundle(Frozen):
    """
    One assessment with its whole read set, its ruleset, and the proofs that the log holds them.

    Attributes:
        cannot_show: What the file does not show, in words.
        assessment: The index of the assessment's entry.
        checkpoint: The signed note under which everything is proven.
        entries: The assessment, the one it repeats if any, the ruleset's publication, and each version read.
        content: The record of the assessment and the ruleset; texts of signals are left out.
        earlier: Sizes from which the log is shown to have grown, such as those of kept checkpoints.
    """

    format: Literal["assessor-bundle-v1"] = "assessor-bundle-v1"
    cannot_show: str = CANNOT_SHOW
    assessment: Index
    checkpoint: str
    entries: tuple[EnclosedEntry, ...]
    content: tuple[EnclosedContent, ...]
    earlier: tuple[EarlierSize, ...] = ()
