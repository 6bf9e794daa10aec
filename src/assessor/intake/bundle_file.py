"""
Bundles from a file or from standard input: bytes of a bounded number, and the shape of one.
"""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError

from assessor.domain.bundle import Bundle
from assessor.domain.quoting import quote
from assessor.errors import BundleInvalidError
from assessor.intake.note_file import read_note_file

MAX_BUNDLE: Final = 64 * 1024 * 1024
"""The most bytes a bundle can have: tens of thousands of entries with their proofs."""


def read_bundle(name: str) -> Bundle:
    """
    Read a bundle; nothing in it is verified.

    Args:
        name: A file, or `-` for standard input.

    Raises:
        ConfigurationError: The file cannot be read.
        BundleInvalidError: It holds no bundle.
    """
    data = read_note_file(name, MAX_BUNDLE)
    if len(data) > MAX_BUNDLE:
        raise BundleInvalidError(f"a bundle has at most {MAX_BUNDLE:,} bytes")
    return parse_bundle(data)


def parse_bundle(data: bytes) -> Bundle:
    """
    Return the bundle that bytes hold.

    Raises:
        BundleInvalidError: They hold none; the message names the first place that is wrong.
    """
    try:
        return Bundle.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise BundleInvalidError(f"no bundle: {quote(place)}: {first['msg'][:1].lower()}{first['msg'][1:]}") from error
