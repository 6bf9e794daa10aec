"""An entry whose bytes and hashes fit, and whose body is not of its type: verification finds and names it."""

from __future__ import annotations

from copy import deepcopy

import pytest

from assessor.audit import BY_HAND, EntryType, draft_entry, parse_instant
from assessor.audit.bodies import SHAPES, read_body
from assessor.errors import BodyInvalidError, EntryInvalidError, VerificationError
from assessor.services.rebuild import compare, rebuild
from assessor.services.replay import replay
from assessor.services.verify_log import verify_log
from tests.copies import lay_schema
from tests.every_type import open_signed, record_every_type
from tests.stores import PostgresqlStore, SqliteStore, Store

OTHERS = ["x", "", 7, -1, True, False, [], ["x"], [7], {}, {"x": "y"}]
"""Values of every kind that an entry can hold."""
NOON = parse_instant("2026-02-01T12:00:00.000000Z")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request, tmp_path_factory):
    """A database with an entry of every type, with the folder of its key and pins; not to be written."""
    folder = tmp_path_factory.mktemp("bodies")
    store: Store = SqliteStore(folder / "log.db")
    if request.param == "postgresql":
        store = PostgresqlStore.empty(request.getfixturevalue("postgresql"), "bodies")
    record_every_type(store.url, folder)
    return store, folder


@pytest.fixture
def context(made):
    """A copy of it."""
    store, folder = made
    with open_signed(store.copy("copy").url, folder, hour=10) as context:
        yield context


@pytest.fixture(scope="module")
def bodies(made):
    """A body of each type, as the services wrote it."""
    store, folder = made
    with open_signed(store.url, folder) as context, context.database.read() as tx:
        return {entry.type: entry.parse_body() for entry in tx.log.whole()}


def append(context, kind, body):
    """Append as the log's own writer, past the services; return the entry's index."""
    with context.database.write() as tx:
        (entry,) = tx.log.append([draft_entry(kind, body, actor="tester")], clock=context.clock)
    return entry.index


def entry_of(kind, body):
    return draft_entry(kind, body, actor="tester", cause=BY_HAND).seal(9, NOON)


def test_every_type_has_a_shape_and_what_services_write_has_it(bodies):
    assert set(SHAPES) == set(bodies) == set(EntryType)
    for kind, body in bodies.items():
        assert read_body(entry_of(kind, body)) == body


def places(value, path=()):
    """Yield where in a body a key stands that its shape knows; what an item says is the item's."""
    for key, inner in value.items():
        yield (*path, key)
        if isinstance(inner, dict) and key != "item":
            yield from places(inner, (*path, key))


def changed(body, path, value):
    body = deepcopy(body)
    *outer, last = path
    within = body
    for key in outer:
        within = within[key]
    if value is None:
        del within[last]
    else:
        within[last] = value
    return body


def value_at(body, path):
    for key in path:
        body = body[key]
    return body


OPTIONAL = {
    "backfill",
    "computed",
    "estimated",
    "known",
    "look_ahead",
    "override",
    "restores",
    "status",
    "trajectory",
    "trend",
}
FREE = {"alternatives", "qualifiers", "cells", "engines", "inputs", "answers"}
"""Lists, which may be empty; those of texts may hold any."""


def may_stand(was, value, key):
    """Say whether a value of the same kind as the one that stands there is as good by its kind alone."""
    if key in FREE and isinstance(was, list):
        return value == [] or (value == ["x"] and key not in {"inputs", "answers"})
    if isinstance(was, str):
        exact = (
            was.startswith("sha256:")
            or len(was) == 64
            or was[:1].isdigit()
            or key in {"standing", "confidence", "status"}
        )
        return isinstance(value, str) and not exact
    if isinstance(was, bool) or not isinstance(was, int):
        return type(value) is type(was) and key == "item"
    return type(value) is int and value >= 0


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)  # nothing is stored
@pytest.mark.parametrize("kind", EntryType)
def test_a_key_too_few_too_many_or_with_a_value_of_another_kind_is_told_by_its_name(bodies, kind):
    body = bodies[kind]
    wrong = [
        (path, changed(body, path, None))
        for path in places(body)
        if path[-1] not in OPTIONAL or "override" in path[:-1]
    ]
    wrong += [((*path[:-1], "more"), changed(body, (*path[:-1], "more"), "x")) for path in places(body)]
    for path in places(body):
        was = value_at(body, path)
        others = (v for v in OTHERS if (type(v), v) != (type(was), was) and not may_stand(was, v, path[-1]))
        wrong += [(path, changed(body, path, value)) for value in others]
    assert len(wrong) >= len(OTHERS)
    for path, other in wrong:
        with pytest.raises(BodyInvalidError) as told:
            read_body(entry_of(kind, other))
        assert str(told.value).startswith(f"entry 9: it does not say what a `{kind}` says: "), other
        assert path[-1] in told.value.reason or path[-1] in path[:-1], other


APPENDED = [kind for kind in EntryType if kind is not EntryType.LOG_CREATED]


@pytest.mark.parametrize("kind", APPENDED)
def test_verification_names_an_entry_whose_body_is_of_another_type(context, bodies, kind):
    key = next(iter(bodies[kind]))
    body = {name: value for name, value in bodies[kind].items() if name != key}
    index = append(context, kind, {**body, "other": "x"})
    fault = verify_log(context).fault
    assert fault is not None
    assert (fault.place, fault.index) == (f"entry {index}", index), fault


@pytest.mark.parametrize("kind", APPENDED)
def test_an_empty_body_is_found_too(context, kind):
    index = append(context, kind, {})
    fault = verify_log(context).fault
    assert fault is not None
    assert (fault.place, fault.index) == (f"entry {index}", index), fault


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", [EntryType.SOURCE_RECORDED, EntryType.SIGNAL_RECORDED, EntryType.READING_RECORDED,
                                  EntryType.FEED_RECORDED])  # fmt: skip
@pytest.mark.parametrize("item", [{}, {"id": 7}, {"id": "x", "more": "y"}], ids=["empty", "wrong", "more"])
def test_an_item_that_is_none_is_found_by_verification_comparison_and_replay(context, bodies, kind, item):
    index = append(context, kind, {**bodies[kind], "id": "x", "item": item})
    told = f"entry {index}: it does not say what a `{kind}` says: its item is no {kind.value.partition(':')[0]}"
    assert str(verify_log(context).fault) == told
    for use in (compare, lambda context: list(replay(context))):
        with pytest.raises(BodyInvalidError) as refused:
            use(context)
        assert str(refused.value) == told


@pytest.mark.parametrize("kind", [EntryType.RULESET_PUBLISHED, EntryType.ASSESSMENT_RECORDED])
def test_nothing_is_rebuilt_from_such_an_entry(context, kind):
    index = append(context, kind, {})
    with context.database.read() as tx:
        before = tx.projections.count()
    with pytest.raises(VerificationError, match=f"entry {index}"):
        rebuild(context)
    with context.database.read() as tx:
        assert tx.projections.count() == before


@pytest.mark.parametrize("change", [{"origin": []}, {"origin": 7}, {"format": "1"}, {"more": "x"}, {"hash": "md5"}],
                         ids=str)  # fmt: skip
def test_a_log_does_not_begin_with_something_else(made, bodies, change, tmp_path):
    """Refused when it is written, or found as entry 0."""
    store = made[0].another("begun")
    with open_signed(store.url, tmp_path) as context:
        lay_schema(context.database)
        try:
            append(context, EntryType.LOG_CREATED, {**bodies[EntryType.LOG_CREATED], **change})
        except EntryInvalidError:
            return
        assert str(verify_log(context).fault).startswith("entry 0: ")
