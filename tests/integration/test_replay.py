"""Assessments evaluated again from the log: equal to the byte, or the difference told by what it means."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assessor.audit import Frontier, canonicalize, digest, hash_leaf
from assessor.domain.evidence_file import EvidenceFile
from assessor.engine.evaluate import evaluate
from assessor.errors import UsageError, VerificationError
from assessor.services.assess import assess
from assessor.services.erase_content import erase_content
from assessor.services.record_evidence import record_batch
from assessor.services.replay import replay
from tests.harbour_log import PROPOSAL, judge_harbour, live_through, open_harbour
from tests.stores import PostgresqlStore, SqliteStore, Store, drop_trigger

NONE = "evaluation: a verdict became none: "
ASSESSED = [12, 15, 17, 18, 20, 21]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived(request, tmp_path_factory):
    """A database in which everything was recorded; not to be written."""
    store: Store = SqliteStore(tmp_path_factory.mktemp("lived") / "log.db")
    if request.param == "postgresql":
        store = PostgresqlStore.empty(request.getfixturevalue("postgresql"), "replayed")
    with open_harbour(store.url) as context:
        live_through(context)
    return store


@pytest.fixture
def store(lived):
    return lived.copy("copy")


@pytest.fixture
def context(store):
    with open_harbour(store.url, hour=9) as context:
        yield context


def forge(store, *statements):
    """Change anything, triggers and keys out of the way."""
    with store.connect_past_keys() as door:
        for name in store.triggers():
            drop_trigger(door, name)
        for sql, values in statements:
            door.execute(sql, values)
        for statement in store.triggers().values():
            door.execute(statement)


def record_of(context, index):
    with context.database.read() as tx:
        entry = tx.log.entry(index)
        assert entry is not None
        address = entry.parse_body()["record"]
        return address, tx.content.get(address).data


def rewrite(store, context, index, old, new):
    """Change an entry, its hash and the head together, as a careful forger does."""
    with context.database.read() as tx:
        rows = list(tx.log.stored())
    data = re.sub(old, new, rows[index].data)
    assert data != rows[index].data
    rows[index] = rows[index]._replace(data=data, leaf_hash=hash_leaf(data))
    frontier = Frontier()
    frontier.extend(row.leaf_hash for row in rows)
    forge(
        store,
        ("UPDATE log_entry SET data = ?, leaf_hash = ? WHERE entry_index = ?", (data, hash_leaf(data), index)),
        ("UPDATE log_head SET root = ?, frontier = ?", (frontier.root(), b"".join(frontier.hashes))),
    )


def differing(context, **of):
    return {one.entry_index: [str(d) for d in one.differences] for one in replay(context, **of) if one.differences}


def test_every_recorded_assessment_gives_its_bytes_again_repetitions_too(context):
    found = list(replay(context))
    assert [one.entry_index for one in found] == ASSESSED
    assert [one.repeats for one in found] == [None, None, None, 12, None, None]
    assert [(one.differences, one.notes) for one in found] == [((), ())] * len(ASSESSED)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(0, None, ASSESSED), (13, None, ASSESSED[1:]), (0, 16, [12, 15]), (18, 18, [18]), (0, 11, []), (13, 14, [])],
)
def test_a_part_of_the_log_is_replayed_by_its_entries(context, first, last, expected):
    assert [one.entry_index for one in replay(context, first=first, last=last)] == expected


@pytest.mark.parametrize(("first", "last"), [(22, None), (5, 4), (0, 22), (-1, 3)])
def test_a_part_that_is_not_there_is_refused(context, first, last):
    with pytest.raises(UsageError, match="the log has 22 entries, 0 to 21"):
        list(replay(context, first=first, last=last))


def test_no_projection_is_read(store, context):
    forge(
        store,
        ("DELETE FROM assessment", ()),
        ("DELETE FROM evidence", ()),
        ("DELETE FROM ruleset", ()),
    )
    assert [one.entry_index for one in replay(context)] == ASSESSED
    assert differing(context) == {}


def test_what_came_later_changes_no_replay(context):
    """The proposal of entry 14 was accepted by entry 16: the ferry of entry 15 is judged without it all the same."""
    assert differing(context, first=15, last=15) == {}
    judge_harbour(context)
    assert differing(context) == {}


def test_what_was_recorded_between_evaluation_and_append_does_not_count(context, monkeypatch):
    """Evaluated at a snapshot, appended behind evidence that was known all along: `log_size` keeps them apart."""
    late = {
        "batch": "late",
        "backfill": "it was found in a drawer",
        "provenance": PROPOSAL["provenance"],
        "sources": [{**PROPOSAL["sources"][0], "id": "drawer", "published": "2026-01-25"}],
        "signals": [{**PROPOSAL["signals"][0], "id": "found-late", "sources": ["drawer"]}],
    }

    def interrupted(*inputs):
        found = evaluate(*inputs)
        record_batch(context, EvidenceFile.model_validate(late))
        return found

    monkeypatch.setattr("assessor.services.assess.evaluate", interrupted)
    snapshot = assess(context, "ferry", as_of=date(2026, 1, 25), known_at="2026-01-31").assessment
    monkeypatch.undo()
    assert (snapshot.log_size, snapshot.entry_index, snapshot.verdict.trajectory) == (22, 24, "idle")
    now = assess(context, "ferry", as_of=date(2026, 1, 25), known_at="2026-01-31").assessment
    assert (now.log_size, now.verdict.trajectory, now.repeats) == (25, "busy", None)
    assert differing(context, first=24) == {}


def test_no_verdict_depends_on_a_text_that_was_erased(context):
    with context.database.read() as tx:
        texts = sorted({row.text_digest for row in tx.evidence.latest_of_all("signal") if row.text_digest})
    before = assess(context, "ferry", known_at="2026-02-01T09:00:00Z").assessment
    erase_content(context, texts, "all of them, to see what hangs on them")
    after = assess(context, "ferry", known_at="2026-02-01T09:00:00Z").assessment
    assert after.repeats == before.entry_index
    assert (after.verdict, after.support, after.read_set) == (before.verdict, before.support, before.read_set)
    assert differing(context) == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            b'"trajectory":"busy"',
            b'"trajectory":"idle"',
            ["trajectory: idle became busy"],
        ),
        (
            b'"finding":"ships-come","outcome":"met"',
            b'"finding":"ships-come","outcome":"unknown"',
            ["finding ships-come: unknown became met"],
        ),
        (
            b'"support":[{"digest":"sha256:',
            b'"support":[{"digest":"sha257:',
            ["support reading arrivals/2025-03: version 1, sha257:"],
        ),
        (b'{"read_set"', b'{ "read_set"', ["record: the same in meaning, in other bytes became its canonical form"]),
        (b'{"read_set"', b'{{"read_set"', ["record: bytes that are no record became what is evaluated again"]),
    ],
)
def test_a_changed_record_is_told_in_meaning_for_the_assessment_and_for_its_repetition(store, context, old, new, told):
    address, data = record_of(context, 12)
    assert data.count(old) == 1
    forge(store, ("UPDATE content SET data = ? WHERE digest = ?", (data.replace(old, new), address)))
    found = differing(context)
    assert set(found) == {12, 18}
    for lines in found.values():
        assert len(lines) == len(told)
        assert all(line.startswith(begin) for line, begin in zip(lines, told, strict=True))
    notes = {one.notes for one in replay(context) if one.differences}
    assert notes == {
        ("the entry names the digest of what was evaluated again: the record beside it was changed since",)
    }


def test_one_changed_byte_anywhere_in_a_record_is_found(store, context):
    address, data = record_of(context, 20)
    for place in range(0, len(data), 97):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        forge(store, ("UPDATE content SET data = ? WHERE digest = ?", (changed, address)))
        assert set(differing(context, first=20, last=20)) == {20}


def test_a_missing_record_is_told(store, context):
    address, _ = record_of(context, 20)
    forge(store, ("DELETE FROM content WHERE digest = ?", (address,)))
    assert differing(context) == {20: ["record: none became what is evaluated again"]}


@pytest.mark.parametrize(
    ("index", "old", "new", "told"),
    [
        (20, b'"trajectory":"idle"', b'"trajectory":"busy"', 'headline trajectory: "busy" became "idle"'),
        (20, b'"confidence":"low"', b'"confidence":"high"', "headline confidence: "),
        (20, b'"support":', b'"support":1', "headline support: "),
        (18, b'"repeats":12', b'"repeats":15', "trajectory: idle became busy"),
        (18, rb'"identity":"sha256:....', b'"identity":"sha256:0123', "headline identity: "),
        (20, b'"cell":"harbour"', b'"cell":"harbor"', f"{NONE}cell `harbor`"),
        (20, b'"log_size":20', b'"log_size":21', f"{NONE}log size 21"),
        (20, b'"log_size":20', b'"log_size":19', f"{NONE}no entry below 19"),
        (9, b'"value":"12"', b'"value":"2"', "read set reading arrivals/2025-03: version 1, "),
        (9, b'"published":"2025-04-05"', b'"published":"2025-04-06"', "read set reading arrivals/2025-03: version 1, "),
    ],
)  # fmt: skip
def test_a_log_rewritten_whole_gives_other_bytes(store, context, index, old, new, told):
    """With all hashes made to fit, verification alone would pass: what was rewritten no longer follows."""
    rewrite(store, context, index, old, new)
    found = differing(context)
    assert found
    assert any(line.startswith(told) for line in next(iter(found.values()))), found


@pytest.mark.parametrize(
    ("index", "old", "new", "told"),
    [
        (20, b'"as_of":"2025-04-20"', b'"as_of":"2025-04-31"', "entry 20: it does not say what a"),
        (20, b'"record"', b'"recorx"', "entry 20: it does not say"),
        (18, b'"repeats":12', b'"repeats":18', "entry 18: it repeats entry 18, which records no assessment"),
        (18, b'"repeats":12', b'"repeats":11', "entry 18: it repeats entry 11, which records no assessment"),
        (9, b'"item"', b'"itex"', "entry 9: it does not say what a `reading:recorded`"),
        (9, b'"value":"12"', b'"value":"x2"', "entry 9: it does not say what a `reading:recorded`"),
    ],
)  # fmt: skip
def test_an_entry_that_says_nothing_of_its_type_is_named(store, context, index, old, new, told):
    rewrite(store, context, index, old, new)
    with pytest.raises(VerificationError, match=f"^{told}"):
        list(replay(context))


def test_entries_that_do_not_fit_their_hashes_are_not_evaluated(store, context):
    with context.database.read() as tx:
        (row,) = tx.log.stored(9, 1)
    changed = row.data.replace(b"12", b"13")
    forge(store, ("UPDATE log_entry SET data = ? WHERE entry_index = 9", (changed,)))
    with pytest.raises(VerificationError, match="entry 9: its bytes do not hash"):
        list(replay(context))


def test_a_ruleset_that_does_not_fit_its_digest_is_not_used(store, context):
    with context.database.read() as tx:
        address = tx.rulesets.all()[1].digest
        data = canonicalize({"other": digest(tx.content.get(address).data)})
    forge(store, ("UPDATE content SET data = ? WHERE digest = ?", (data, address)))
    assert differing(context, last=18) == {}
    with pytest.raises(VerificationError, match=f"^content {address}: it was changed"):
        list(replay(context, first=20))


def test_progress_is_told_entry_by_entry(context):
    told: list[tuple[int, int]] = []
    list(replay(context, last=20, told=lambda done, size: told.append((done, size))))
    assert told == [(n, 21) for n in range(1, 22)]
