"""What PostgreSQL's errors mean to whoever uses the store."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.pq import DiagnosticField

from assessor.errors import (
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreRefusedError,
    StoreUnreachableError,
)
from assessor.store.postgresql import translate_error


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("08006", StoreUnreachableError),  # connection_failure
        ("57P01", StoreUnreachableError),  # admin_shutdown
        ("57P03", StoreUnreachableError),  # cannot_connect_now
        ("55P03", StoreLockedError),  # lock_not_available
        ("40001", StoreLockedError),  # serialization_failure
        ("40P01", StoreLockedError),  # deadlock_detected
        ("53300", StoreLockedError),  # too_many_connections
        ("53100", StoreFullError),  # disk_full
        ("25006", StoreReadOnlyError),  # read_only_sql_transaction
        ("42501", StoreReadOnlyError),  # insufficient_privilege
        ("23505", StoreRefusedError),  # unique_violation
        ("23503", StoreRefusedError),  # foreign_key_violation
        ("22003", StoreRefusedError),  # numeric_value_out_of_range
        ("XX001", StoreForeignError),  # data_corrupted
        ("XX002", StoreForeignError),  # index_corrupted
        ("XX000", StoreError),  # internal_error
        ("42P01", StoreError),  # undefined_table
        ("57014", StoreError),  # query_canceled
    ],
)
def test_an_error_is_told_by_what_can_be_done_about_it(state, expected):
    found = translate_error(psycopg.errors.lookup(state)("the driver's words"), "a")
    assert type(found) is expected
    assert str(found).startswith("database `a`: ")
    assert str(found).endswith(": the driver's words")


def test_a_connection_that_broke_says_no_state():
    found = translate_error(psycopg.OperationalError("server closed the connection\n\tunexpectedly"), "a")
    assert type(found) is StoreUnreachableError
    assert str(found).endswith(": server closed the connection unexpectedly")


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(b"ERROR", StoreFullError), (b"FATAL", StoreFullError), (b"PANIC", StoreUnreachableError)],
)
def test_a_server_that_stops_took_the_connection_with_it_whatever_the_reason(severity, expected):
    """So a server does that has no room for its own log: whether what was being committed is kept is not known then."""
    info: dict[int, bytes | None] = {
        DiagnosticField.SEVERITY_NONLOCALIZED: severity,
        DiagnosticField.MESSAGE_PRIMARY: b"no space left",
    }
    found = translate_error(psycopg.errors.DiskFull("the driver's words", info=info, encoding="utf-8"), "a")
    assert type(found) is expected
    assert str(found).endswith("; nothing was recorded: no space left")


def test_an_error_without_words_is_told_all_the_same():
    assert str(translate_error(psycopg.InterfaceError(), "a")) == "database `a`: it failed"
