"""
Content beside the log: bytes under the digest of themselves, added once and never changed.

Text that is erasable can lose its bytes, once an entry says that it did.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import bindparam, func, insert, select, type_coerce, update
from sqlalchemy.types import NullType

from assessor.audit.canonical import digest
from assessor.audit.erasure import is_erased
from assessor.audit.stored import StoredContent
from assessor.errors import StoreRefusedError, VerificationError
from assessor.store.streaming import fetch, fetch_named, fetch_values, stream
from assessor.store.tables import content

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.engine import Dialect

    from assessor.store.backend import Driver

_CONTENTS = select(content.c.digest, content.c.media_type, content.c.erasable, content.c.data)
_LENGTH = select(func.length(content.c.data)).where(content.c.digest == bindparam("address"))
_ERASABLE = select(content.c.erasable).where(content.c.digest == bindparam("address"))
Made = dict[tuple[str, "Callable[[bytes], Any]"], tuple[int, Any]]
"""The length of some content, and what was made of it, by its digest and by what made it."""

_Read = TypeVar("_Read")
_MOST_MADE = 32
_FETCHED = 256
_MOST_AT_ONCE = 500


@cache
def _of_digests(count: int) -> Select[Any]:
    """Return the statement that reads so many contents."""
    return _CONTENTS.where(content.c.digest.in_([bindparam(f"digest_{number}") for number in range(count)]))


class ContentReader:
    """Reads content in one transaction."""

    def __init__(self, connection: Connection, made: Made | None = None) -> None:
        """
        Take up a transaction.

        Args:
            made: What was made of content since the database was opened; see `read_once`.
        """
        self._connection = connection
        self._made = made if made is not None else {}

    def as_stored(self, address: str) -> StoredContent | None:
        """Return content by its digest as it lies there, whatever became of it, or None."""
        row = self._connection.execute(_CONTENTS.where(content.c.digest == address)).first()
        return None if row is None else StoredContent(*row)

    def find(self, address: str) -> StoredContent | None:
        """
        Return content by its digest, or None; a text that was erased has no bytes.

        Raises:
            VerificationError: Its bytes are not those that were kept.
        """
        found = self.as_stored(address)
        return None if found is None else _checked(found)

    def read_once(self, address: str, read: Callable[[bytes], _Read]) -> _Read | None:
        """
        Return what is made of the bytes under a digest, or None where they are not there.

        As long as the database is open they are read and checked once: then their length alone is looked at.

        Args:
            read: A function of a module, whose result does not change.

        Raises:
            VerificationError: The bytes are not those that were kept.
        """
        rows = fetch(self._connection, _LENGTH, address)
        length = rows[0][0] if rows else None
        made = self._made.get((address, read))
        if made is not None and made[0] == length:
            return cast("_Read", made[1])
        found = self.find(address)
        if found is None:
            return None
        result = read(found.data)
        while len(self._made) >= _MOST_MADE:
            self._made.pop(next(iter(self._made)), None)
        self._made[address, read] = (len(found.data), result)
        return result

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
        rows = fetch_named(self._connection, _of_digests, addresses)
        return {found.digest: found.data for found in (_checked(StoredContent(*row)) for row in rows)}

    def erased(self) -> int:
        """Return how many texts were erased and have not come back."""
        wanted = select(func.count()).select_from(content).where(content.c.erasable, func.length(content.c.data) == 0)
        return int(self._connection.execute(wanted).scalar_one())

    def find_erasable(self, addresses: Iterable[str]) -> dict[str, bool]:
        """
        Return of those contents that are there whether they are erasable, by digest.

        Raises:
            VerificationError: A row says neither.
        """
        return {address: _as_flag(address, found) for address, found in self._find(addresses, content.c.erasable)}

    def find_media_types(self, addresses: Iterable[str]) -> dict[str, object]:
        """Return of those contents that are there the media type as it lies there, by digest."""
        return dict(self._find(addresses, content.c.media_type))

    def _find(self, addresses: Iterable[str], column: ColumnElement[Any]) -> Iterator[tuple[str, object]]:
        """Yield of those contents that are there what lies in a column, whatever its kind."""
        wanted = sorted(set(addresses))
        for at in range(0, len(wanted), _MOST_AT_ONCE):
            named = content.c.digest.in_(wanted[at : at + _MOST_AT_ONCE])
            rows = self._connection.execute(select(content.c.digest, type_coerce(column, NullType())).where(named))
            yield from ((address, found) for address, found in rows)

    def stored(self) -> Generator[StoredContent, None, None]:
        """Yield all content, by digest; memory does not grow with it."""
        for row in stream(self._connection, _CONTENTS.order_by(content.c.digest), at_once=_FETCHED):
            yield StoredContent(*row)


def _as_flag(address: str, found: object) -> bool:
    """Return a flag as a database keeps it: a truth value, or 0 or 1."""
    if not isinstance(found, int) or found not in (0, 1):
        raise VerificationError(f"content {address}: its row holds another kind of value than was stored")
    return bool(found)


def _checked(found: StoredContent) -> StoredContent:
    """Return content whose bytes are what its address says, or were erased."""
    is_kept = type(found.data) is bytes and digest(found.data) == found.digest
    if not is_kept and not (found.erasable and is_erased(found)):
        raise VerificationError(f"content {found.digest}: it was changed since it was recorded; nothing was made of it")
    return found


@cache
def _render_insert(dialect: Dialect) -> str:
    """Write out the statement that adds content; its parameters are those of `StoredContent`."""
    return str(insert(content).compile(dialect=dialect, column_keys=StoredContent._fields))


class ContentWriter(ContentReader):
    """Adds content in a transaction that holds the write lock."""

    def __init__(self, connection: Connection, driver: Driver, made: Made | None = None) -> None:
        """Take up a transaction, and the driver below it; see `ContentReader`."""
        super().__init__(connection, made)
        self._driver = driver
        self._kept: dict[str, StoredContent] = {}  # not erasable, by this transaction: projections ask for it at once

    def find(self, address: str) -> StoredContent | None:
        """Return content by its digest, or None; see `ContentReader.find`."""
        return self._kept[address] if address in self._kept else super().find(address)

    def put(self, data: bytes, *, media_type: str, erasable: bool) -> str:
        """
        Keep bytes and return their digest; bytes that are there already are kept once.

        Raises:
            StoreRefusedError: They are there, but what may be erased would be what must stay.
        """
        address = digest(data)
        rows = fetch_values(self._connection, _ERASABLE, address)
        kept = rows[0][0] if rows else None
        if kept is not None and kept is not erasable:
            raise StoreRefusedError(f"content `{address}` is kept as {'' if kept else 'not '}erasable already")
        if kept is None:
            added = StoredContent(address, media_type, erasable, data)
            self._driver.execute_many(_render_insert(self._connection.dialect), [added])
            if not erasable:
                self._kept[address] = added
        return address

    def erase(self, address: str) -> None:
        """
        Take away the bytes of an erasable text whose erasure stands in the log; the row stays, empty.

        Until `Database.scrub` has run, they may still lie in the files.

        Raises:
            StoreRefusedError: There is no such text, it is not erasable, or no entry says that it was erased.
        """
        emptied = self._connection.execute(update(content).where(content.c.digest == address).values(data=b""))
        if emptied.rowcount != 1:
            raise StoreRefusedError(f"content `{address}` is not there")
