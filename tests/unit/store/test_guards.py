"""A guard is declared once, and written for each database."""

from __future__ import annotations

from dataclasses import replace

from assessor.store import postgresql_triggers, sqlite_triggers
from assessor.store.guards import GUARDS, Guard, append_only

CAUTIOUS = Guard("t_grows", "t", "UPDATE", "t grows", when="NEW.n IS DISTINCT FROM OLD.n + 1")


def test_on_sqlite_a_guard_is_one_statement():
    assert sqlite_triggers.render(CAUTIOUS) == (
        "CREATE TRIGGER t_grows\nBEFORE UPDATE ON t\nWHEN NEW.n IS NOT OLD.n + 1\n"
        "BEGIN\n  SELECT RAISE(ABORT, 'append-only: t grows');\nEND"
    )


def test_on_sqlite_a_guard_row_by_row_leaves_the_rows_before():
    whole = sqlite_triggers.render(CAUTIOUS)
    assert sqlite_triggers.render(replace(CAUTIOUS, row_by_row=True)) == whole.replace("ABORT", "FAIL")
    assert [guard.name for guard in GUARDS if guard.row_by_row] == ["log_entry_takes_the_next_index"]


def test_on_postgresql_it_is_a_function_and_a_trigger_that_nobody_is_exempt_from():
    assert postgresql_triggers.render(CAUTIOUS) == (
        "CREATE FUNCTION t_grows() RETURNS trigger\n  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$\n"
        "BEGIN\n  IF NEW.n IS DISTINCT FROM OLD.n + 1 THEN\n  RAISE EXCEPTION 'append-only: t grows'\n"
        "    USING ERRCODE = 'integrity_constraint_violation';\n  END IF;\n  RETURN NEW;\nEND\n$$;\n"
        "CREATE TRIGGER t_grows BEFORE UPDATE ON t\n  FOR EACH ROW EXECUTE FUNCTION t_grows();\n"
        "ALTER TABLE t ENABLE ALWAYS TRIGGER t_grows"
    )


def test_an_append_only_table_refuses_each_way_to_change_it():
    assert [guard.event for guard in append_only("t", "a thing")] == ["UPDATE", "DELETE", "TRUNCATE"]


def test_where_there_is_no_truncate_nothing_refuses_it():
    assert [bool(sqlite_triggers.render(guard)) for guard in append_only("t", "a thing")] == [True, True, False]


def test_every_guard_has_a_name_of_its_own_that_begins_with_its_table():
    assert len({guard.name for guard in GUARDS}) == len(GUARDS)
    assert [guard.name for guard in GUARDS if not guard.name.startswith(f"{guard.table}_")] == []
