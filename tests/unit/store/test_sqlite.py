"""What SQLite's errors mean to whoever uses the store."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from assessor.errors import (
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreRefusedError,
    VerificationError,
)
from assessor.store.columns import Day, Instant
from assessor.store.sqlite import translate_error


def error(name):
    raised = sqlite3.OperationalError("the driver's words")
    raised.sqlite_errorcode = getattr(sqlite3, name)
    return raised


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SQLITE_BUSY", StoreLockedError),
        ("SQLITE_BUSY_SNAPSHOT", StoreLockedError),
        ("SQLITE_LOCKED", StoreLockedError),
        ("SQLITE_READONLY", StoreReadOnlyError),
        ("SQLITE_READONLY_DIRECTORY", StoreReadOnlyError),
        ("SQLITE_CANTOPEN", StoreReadOnlyError),
        ("SQLITE_FULL", StoreFullError),
        ("SQLITE_NOTADB", StoreForeignError),
        ("SQLITE_CORRUPT", StoreForeignError),
        ("SQLITE_CORRUPT_INDEX", StoreForeignError),
        ("SQLITE_CONSTRAINT_TRIGGER", StoreRefusedError),
        ("SQLITE_CONSTRAINT_FOREIGNKEY", StoreRefusedError),
        ("SQLITE_IOERR", StoreError),
        ("SQLITE_IOERR_READ", StoreError),
        ("SQLITE_IOERR_WRITE", StoreFullError),  # what a quota, or a limit on a file's size, looks like
        ("SQLITE_IOERR_SHMSIZE", StoreFullError),
        ("SQLITE_ERROR", StoreError),
    ],
)
def test_an_error_is_told_by_what_can_be_done_about_it(name, expected):
    found = translate_error(error(name), "log.db")
    assert type(found) is expected
    assert str(found).startswith("database `log.db`: ")


@pytest.mark.parametrize("name", ["SQLITE_IOERR", "SQLITE_CONSTRAINT"])
def test_what_has_no_words_of_ours_keeps_the_drivers(name):
    assert str(translate_error(error(name), "log.db")).endswith(": the driver's words")


def test_an_error_without_a_code_is_still_ours():
    assert type(translate_error(sqlite3.ProgrammingError("odd"), "log.db")) is StoreError


DIALECT = SQLiteDialect()


@pytest.mark.parametrize(("column", "text"), [(Day(), "2026-02-30"), (Instant(), "2026-02-28")])
def test_a_time_that_we_did_not_write_is_no_time(column, text):
    with pytest.raises(VerificationError, match="was changed since it was written"):
        column.process_result_value(text, DIALECT)


def test_a_day_is_kept_as_its_text():
    assert Day().process_bind_param(date(2026, 4, 26), DIALECT) == "2026-04-26"
    assert Day().process_result_value("2026-04-26", DIALECT) == date(2026, 4, 26)
