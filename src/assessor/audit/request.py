"""
What was asked, under the key that whoever asks may repeat it by.

Holds the value and its written form. A key stands for one request for ever: where the same is
asked again, the entry that carries the key answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assessor.audit.names import check_name
from assessor.errors import EntryInvalidError

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Request:
    """
    A request that can be repeated without being done twice.

    Attributes:
        key: Its name in this log, 1 to 120 printable characters.
        digest: Of everything that was asked, so that a key is not taken for another request.
    """

    key: str
    digest: str

    def __post_init__(self) -> None:
        """
        Check both.

        Raises:
            EntryInvalidError: The key is no name, or the digest none.
        """
        check_name("key", self.key)
        if not _DIGEST.fullmatch(self.digest):
            raise EntryInvalidError("a request is identified by `sha256:` and 64 hexadecimal digits")

    @classmethod
    def from_document(cls, document: object) -> Request:
        """
        Read the written form.

        Raises:
            EntryInvalidError: It is none.
        """
        match document:
            case {"digest": str(digest), "key": str(key), **rest} if not rest:
                return cls(key, digest)
        raise EntryInvalidError("`request` has a key and a digest")

    def to_document(self) -> dict[str, str]:
        """Return the written form: `{"digest": "sha256:…", "key": "…"}`."""
        return {"digest": self.digest, "key": self.key}
