"""
Content beside the log: bytes under the digest of themselves, added once and never changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from assessor.audit.canonical import digest
from assessor.audit.stored import StoredContent
from assessor.errors import StoreRefusedError, VerificationError
from assessor.store.tables import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

_FETCHED = 256
_MOST_AT_ONCE = 500


class ContentReader:
    """Reads content in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def find(self, address: str) -> StoredContent | None:
        """
        Return content by its digest, or None.

        Raises:
            VerificationError: Its bytes are not those that were kept.
        """
        columns = (content.c.digest, content.c.media_type, content.c.erasable, content.c.data)
        row = self._connection.execute(select(*columns).where(content.c.digest == address)).first()
        return None if row is None else StoredContent(*row[:3], _checked(row.digest, row.data))

    def get(self, address: str) -> StoredContent:
        """
        Return content by its digest.

        Raises:
            VerificationError: It is not there, or not what was kept: something outside the log changed it.
        """
        found = self.find(address)
        if found is None:
            raise VerificationError(f"content {address}: it is missing, so something outside the log removed it")
        return found

    def get_many(self, addresses: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of those contents that are there, by digest; see `find`."""
        wanted = sorted(set(addresses))
        found: dict[str, bytes] = {}
        for at in range(0, len(wanted), _MOST_AT_ONCE):
            some = wanted[at : at + _MOST_AT_ONCE]
            rows = self._connection.execute(select(content.c.digest, content.c.data).where(content.c.digest.in_(some)))
            found.update((row.digest, _checked(row.digest, row.data)) for row in rows)
        return found

    def has(self, address: str) -> bool:
        """Return whether there is content under a digest."""
        return self._connection.execute(select(content.c.digest).where(content.c.digest == address)).first() is not None

    def stored(self) -> Iterator[StoredContent]:
        """Yield all content, by digest; memory does not grow with it."""
        columns = (content.c.digest, content.c.media_type, content.c.erasable, content.c.data)
        wanted = select(*columns).order_by(content.c.digest)
        for row in self._connection.execution_options(yield_per=_FETCHED).execute(wanted):
            yield StoredContent(*row)


def _checked(address: str, data: bytes) -> bytes:
    """Return stored bytes, if they are what their address says."""
    if type(data) is not bytes or digest(data) != address:
        raise VerificationError(f"content {address}: it was changed since it was recorded; nothing was made of it")
    return data


class ContentWriter(ContentReader):
    """Adds content in a transaction that holds the write lock."""

    def put(self, data: bytes, *, media_type: str, erasable: bool) -> str:
        """
        Keep bytes and return their digest; bytes that are there already are kept once.

        Raises:
            StoreRefusedError: They are there, but what may be erased would be what must stay.
        """
        address = digest(data)
        kept = self._connection.execute(select(content.c.erasable).where(content.c.digest == address)).scalar()
        if kept is not None and kept is not erasable:
            raise StoreRefusedError(f"content `{address}` is kept as {'' if kept else 'not '}erasable already")
        if kept is None:
            values = {"digest": address, "media_type": media_type, "erasable": erasable, "data": data}
            self._connection.execute(insert(content), values)
        return address
