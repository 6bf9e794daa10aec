"""
The guards as triggers of PostgreSQL, and how to see that they are still there.

Each trigger has a function of its own name. The function looks for tables and operators in the
log's own schema before a session's temporary one, so that nobody can slip in a table of the same
name; the trigger fires whatever `session_replication_role` says. Only the owner of a table can
drop or disable one: that is what the roles of `assessor.store.grants` and verification are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.store.guards import GUARDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from assessor.store.guards import Event, Guard

WORDS: Final = {
    "nothing": "''::bytea",
    "next_index": "(SELECT coalesce(max(entry_index) + 1, 0) FROM log_entry)",
    # Entries are canonical: nothing but a body can hold these bytes, unescaped.
    "says_erased": """position(convert_to('"body":{"digest":"' || OLD.digest || '",', 'UTF8') IN data) > 0""",
}
"""What this database says in words of its own."""

_EVENTS: Final[dict[Event, int]] = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}  # pg_trigger.tgtype
_ROW, _BEFORE = 1, 2
_ALWAYS = "A"


def render(guard: Guard) -> str:
    """Return what makes a guard, run while `search_path` is the log's schema, then `pg_temp`."""
    name, table = guard.name, guard.table
    level = "ROW" if guard.when else "STATEMENT"
    settings = "LANGUAGE plpgsql SET search_path FROM CURRENT"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger\n  {settings} AS $${_render_body(guard)}$$;\n"
        f"CREATE TRIGGER {name} BEFORE {guard.event} ON {table}\n  FOR EACH {level} EXECUTE FUNCTION {name}();\n"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
    )


def _render_body(guard: Guard) -> str:
    refusal = f"RAISE EXCEPTION 'append-only: {guard.reason}'\n    USING ERRCODE = 'integrity_constraint_violation';"
    if not guard.when:
        return f"\nBEGIN\n  {refusal}\nEND\n"
    return f"\nBEGIN\n  IF {guard.when.format(**WORDS)} THEN\n  {refusal}\n  END IF;\n  RETURN NEW;\nEND\n"


class _Trigger(NamedTuple):
    """What the catalogue says of a trigger and of its function."""

    name: str
    table: str
    kind: int
    enabled: str
    is_partial: bool  # fires for some columns or rows alone
    function: str
    language: str
    is_definer: bool
    settings: str
    body: str


_PRESENT: Final = """
SELECT t.tgname, c.relname, t.tgtype, t.tgenabled, t.tgqual IS NOT NULL OR t.tgnargs > 0 OR t.tgattr::text <> '',
       p.proname, l.lanname, p.prosecdef, array_to_string(p.proconfig, '; '), p.prosrc
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE n.nspname = current_schema() AND NOT t.tgisinternal
"""
_RULES: Final = "SELECT rulename FROM pg_catalog.pg_rules WHERE schemaname = current_schema()"
_SETTINGS: Final = "SELECT 'search_path=' || quote_ident(current_schema()) || ', pg_temp'"


def find_altered_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the names of triggers that are missing, not as they were made, or not ours; and of rules."""
    settings = str(connection.exec_driver_sql(_SETTINGS).scalar_one())
    made = {_expect(guard, settings) for guard in GUARDS}
    present = {_Trigger(*row) for row in connection.exec_driver_sql(_PRESENT)}
    rules = {str(name) for (name,) in connection.exec_driver_sql(_RULES)}
    return tuple(sorted({trigger.name for trigger in made ^ present} | rules))


def _expect(guard: Guard, settings: str) -> _Trigger:
    return _Trigger(
        name=guard.name,
        table=guard.table,
        kind=_BEFORE | _EVENTS[guard.event] | (_ROW if guard.when else 0),
        enabled=_ALWAYS,
        is_partial=False,
        function=guard.name,
        language="plpgsql",
        is_definer=False,
        settings=settings,
        body=_render_body(guard),
    )
