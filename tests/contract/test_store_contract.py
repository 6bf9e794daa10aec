"""What every database must do for the log, whichever it is; each backend fills in how it is made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, timedelta

import pytest

from assessor.audit import (
    Cause,
    Entry,
    EntryType,
    KeptRoot,
    StoredContent,
    canonicalize,
    compute_root,
    digest,
    draft_entry,
    draft_erasure,
    draft_genesis,
    hash_leaf,
    prove_consistency,
    prove_inclusion,
    verify_consistency,
    verify_inclusion,
    verify_log,
)
from assessor.audit.merkle import EMPTY_ROOT
from assessor.audit.tiles import Tile, list_tiles
from assessor.errors import (
    AppendConflictError,
    ClockError,
    EntryInvalidError,
    StoreError,
    StoreMissingError,
    StoreRefusedError,
    VerificationError,
)
from assessor.store.assessments import AssessmentRow
from assessor.store.database import Database
from assessor.store.evidence import EvidenceRow, digest_version
from assessor.store.rulesets import RulesetRow
from tests.copies import lay_schema
from tests.stores import PostgresqlStore, SqliteStore

NOON = datetime(2026, 4, 26, 12, tzinfo=UTC)


def clock(seconds=0):
    return lambda: NOON + timedelta(seconds=seconds)


def draft(n=0, kind=EntryType.SIGNAL_RECORDED, **more):
    return draft_entry(kind, {"n": n}, actor="analyst:1", **more)


def evidence_row(entry, *, item_id="s1", version=1, **changes):
    body = canonicalize({"id": item_id})
    text_digest = changes.get("text_digest")
    values = {
        "kind": "signal",
        "id": item_id,
        "version": version,
        "entry_index": entry.index,
        "status": "accepted",
        "known_from": entry.recorded_at,
        "recorded_at": entry.recorded_at,
        "backfill": False,
        "estimated": False,
        "look_ahead": False,
        "digest": digest_version(body, text_digest),
        "text_digest": None,
        "body": body,
    }
    return EvidenceRow(**(values | changes))


def tx_entry(index, seconds=1):
    """An entry by what rows repeat of it."""
    return draft().seal(index, NOON + timedelta(seconds=seconds))


def assessment_row(entry, rules, **changes):
    values = {
        "entry_index": entry.index,
        "id": f"a{entry.index}",
        "cell": "11",
        "as_of": date(2026, 4, 26),
        "known_at": NOON,
        "ruleset_digest": rules,
        "log_size": entry.index,
        "trajectory": "Advancing",
        "standing": "sufficient",
        "identity": "sha256:1",
        "repeats": None,
    }
    return AssessmentRow(**(values | changes))


class StoreContract(ABC):
    """The suite; a backend says how an empty database of its kind is made."""

    @abstractmethod
    @pytest.fixture
    def store(self):
        """A place for a database."""

    @pytest.fixture
    def database(self, store):
        """An upgraded database without a log."""
        database = Database(store.url)
        lay_schema(database)
        yield database
        database.close()

    @pytest.fixture
    def founded(self, database):
        with database.write() as tx:
            tx.log.append([draft_genesis("log.example/1", actor="a")], clock=clock())
        return database

    # --- the log ---

    def test_a_database_without_a_log_says_so(self, database):
        with database.read() as tx:
            assert tx.log.size() == 0
            with pytest.raises(StoreMissingError, match="assessor init"):
                tx.log.head()
        with pytest.raises(StoreMissingError, match="assessor init"), database.write() as tx:
            tx.log.append([draft()], clock=clock())

    def test_a_log_begins_with_its_genesis(self, founded):
        with founded.read() as tx:
            assert (tx.log.size(), tx.log.origin()) == (1, "log.example/1")
            entry = tx.log.entry(0)
            assert entry.type is EntryType.LOG_CREATED
            assert tx.log.root() == hash_leaf(entry.data)

    def test_a_second_genesis_is_no_second_log(self, founded):
        with founded.write() as tx:
            tx.log.append([draft_genesis("log.example/2", actor="a")], clock=clock())
            assert tx.log.origin() == "log.example/1"
            report = verify_log(tx.log.stored(), (), tx.log.head())
        assert str(report.fault).startswith("entry 1: ")

    @pytest.mark.parametrize("sizes", [[1, 1, 1], [3], [2, 5, 1, 9]])
    def test_indices_follow_each_other_and_the_root_is_the_trees(self, founded, sizes):
        given = []
        for size in sizes:
            with founded.write() as tx:
                given += tx.log.append([draft(n) for n in range(size)], clock=clock())
        with founded.read() as tx:
            assert [entry.index for entry in given] == list(range(1, sum(sizes) + 1))
            assert [tx.log.entry(entry.index) for entry in given] == given
            hashes = [row.leaf_hash for row in tx.log.stored()]
            assert hashes == [hash_leaf(row.data) for row in tx.log.stored()]
            assert tx.log.root() == compute_root(hashes)
            assert verify_log(tx.log.stored(), tx.content.stored(), tx.log.head()).is_sound

    def test_several_appends_in_one_transaction_follow_each_other(self, founded):
        with founded.write() as tx:
            first = tx.log.append([draft(1)], clock=clock())
            second = tx.log.append([draft(2), draft(3)], clock=clock())
            assert [e.index for e in (*first, *second)] == [1, 2, 3]
            assert tx.log.size() == 4

    def test_nothing_to_append_is_nothing_done(self, founded):
        with founded.write() as tx:
            assert tx.log.append([], clock=clock()) == []
            assert tx.log.size() == 1

    def test_what_was_stored_is_what_was_hashed(self, founded):
        with founded.write() as tx:
            (entry,) = tx.log.append([draft(7, batch="import-1")], clock=clock(1))
        with founded.read() as tx:
            (row,) = tx.log.stored(1)
        assert (row.data, row.leaf_hash) == (entry.data, hash_leaf(entry.data))
        assert row[3:] == ("signal:recorded", "2026-04-26T12:00:01.000000Z", "import-1", None)
        assert Entry.from_bytes(1, row.data) == entry

    def test_a_part_of_the_log_is_read_by_its_place(self, founded):
        with founded.write() as tx:
            tx.log.append([draft(n) for n in range(9)], clock=clock())
        with founded.read() as tx:
            assert [row.entry_index for row in tx.log.stored(4, 3)] == [4, 5, 6]
            assert [row.entry_index for row in tx.log.stored(8)] == [8, 9]
            assert list(tx.log.stored(10)) == []
            assert tx.log.entry(10) is None

    def test_a_writer_who_expects_another_size_writes_nothing(self, founded):
        with pytest.raises(AppendConflictError, match="holds 1 entries, not 2"), founded.write() as tx:
            tx.log.append([draft()], clock=clock(), expected_size=2)
        with founded.write() as tx:
            tx.log.append([draft()], clock=clock(), expected_size=1)
            assert tx.log.size() == 2

    def test_an_entry_caused_by_a_later_one_is_refused_before_anything_is_written(self, founded):
        with founded.write() as tx:
            with pytest.raises(EntryInvalidError):
                tx.log.append([draft(1), draft(2, cause=Cause.by_entries([2]))], clock=clock())
            assert tx.log.size() == 1

    # --- the clock ---

    def test_entries_are_recorded_at_the_clock_read_once(self, founded):
        ticks = iter([NOON + timedelta(seconds=5)])
        with founded.write() as tx:
            entries = tx.log.append([draft(1), draft(2)], clock=lambda: next(ticks))
        assert {entry.recorded_at for entry in entries} == {NOON + timedelta(seconds=5)}
        assert not any(entry.clamped for entry in entries)

    @pytest.mark.parametrize("behind", [timedelta(microseconds=1), timedelta(minutes=5)])
    def test_a_clock_that_fell_behind_is_clamped_and_flagged(self, founded, behind):
        with founded.write() as tx:
            (entry,) = tx.log.append([draft()], clock=lambda: NOON - behind)
            assert (entry.recorded_at, entry.clamped) == (NOON, True)
            assert tx.log.entry(1) == entry
            (later,) = tx.log.append([draft()], clock=clock(1))
            assert (later.recorded_at, later.clamped) == (NOON + timedelta(seconds=1), False)

    def test_the_same_instant_again_is_no_clamp(self, founded):
        with founded.write() as tx:
            (entry,) = tx.log.append([draft()], clock=clock())
        assert not entry.clamped

    def test_a_clock_beyond_five_minutes_behind_is_refused(self, founded):
        with pytest.raises(ClockError, match="set the clock"), founded.write() as tx:
            tx.log.append([draft()], clock=lambda: NOON - timedelta(minutes=5, microseconds=1))
        with founded.read() as tx:
            assert tx.log.size() == 1

    # --- transactions ---

    @pytest.mark.parametrize("raised", [RuntimeError, KeyboardInterrupt, StoreError])
    def test_what_raises_inside_leaves_nothing(self, founded, raised):
        def recording():
            with founded.write() as tx:
                (entry,) = tx.log.append([draft()], clock=clock())
                tx.evidence.add(evidence_row(entry))
                tx.content.put(b"text", media_type="text/plain", erasable=True)
                raise raised

        with pytest.raises(raised):
            recording()
        with founded.write() as tx:
            assert tx.log.size() == 1
            assert list(tx.evidence.latest_of_all()) == []
            assert list(tx.content.stored()) == []
            tx.log.append([draft()], clock=clock())

    def test_an_append_that_failed_half_way_cannot_be_committed(self, founded, monkeypatch):
        def committing_regardless():
            with founded.write() as tx:
                monkeypatch.setattr(tx.log._driver, "execute", self._failing_update(tx.log._driver.execute))
                with pytest.raises(StoreError, match="pulled the plug"):
                    tx.log.append([draft()], clock=clock())

        with pytest.raises(StoreError, match="half-way"):
            committing_regardless()
        with founded.read() as tx:
            assert (tx.log.size(), len(list(tx.log.stored()))) == (1, 1)

    @staticmethod
    def _failing_update(execute):
        def failing(sql, values=()):
            if sql.startswith("UPDATE"):
                raise StoreError("pulled the plug")
            return execute(sql, values)

        return failing

    def test_a_reader_sees_one_moment(self, founded):
        with founded.read() as before:
            assert before.log.size() == 1
            with founded.write() as tx:
                (entry,) = tx.log.append([draft()], clock=clock())
                tx.evidence.add(evidence_row(entry))
            assert before.log.size() == 1
            assert len(list(before.log.stored())) == 1
            assert list(before.evidence.latest_of_all()) == []
        with founded.read() as after:
            assert after.log.size() == 2

    def test_a_reader_does_not_see_what_is_not_committed(self, founded):
        with founded.write() as tx:
            tx.log.append([draft()], clock=clock())
            with founded.read() as reader:
                assert reader.log.size() == 1

    # --- tiles ---

    @pytest.mark.parametrize("sizes", [[254], [255], [253, 1, 1, 1], [600], [100, 156, 300], [255, 256, 512]], ids=str)
    def test_the_append_that_fills_a_tile_stores_it(self, founded, sizes):
        for size in sizes:
            with founded.write() as tx:
                tx.log.append([draft(n) for n in range(size)], clock=clock())
        with founded.read() as tx:
            hashes = [row.leaf_hash for row in tx.log.stored()]
            full = [hashes[at : at + 256] for at in range(0, len(hashes) - 255, 256)]
            assert [tile[:2] for tile in tx.tiles.stored()] == [(0, index) for index in range(len(full))]
            assert [tile.hashes for tile in tx.tiles.stored()] == [b"".join(tile) for tile in full]
            assert [tile.root for tile in tx.tiles.stored()] == [compute_root(tile) for tile in full]
            assert verify_log(tx.log.stored(), (), tx.log.head(), tiles=tx.tiles.stored()).is_sound

    def test_partial_tiles_of_every_earlier_size_can_be_read(self, founded):
        with founded.write() as tx:
            tx.log.append([draft(n) for n in range(599)], clock=clock())
        with founded.read() as tx:
            hashes = [row.leaf_hash for row in tx.log.stored()]
            for size in (1, 255, 256, 257, 512, 599, 600):
                for tile in list_tiles(size):
                    span = 256**tile.level
                    roots = [
                        compute_root(hashes[n * span : (n + 1) * span])
                        for n in range(tile.index * 256, tile.index * 256 + tile.width)
                    ]
                    assert tx.tiles.read(tile) == b"".join(roots)

    def test_proofs_are_read_from_tiles(self, founded):
        with founded.write() as tx:
            tx.log.append([draft(n) for n in range(599)], clock=clock())
        with founded.read() as tx:
            hashes = [row.leaf_hash for row in tx.log.stored()]
            for index, size in [(0, 1), (0, 600), (255, 256), (256, 257), (300, 512), (599, 600)]:
                root = compute_root(hashes[:size])
                verify_inclusion(hashes[index], index, size, prove_inclusion(index, size, tx.tiles.nodes(size)), root)
                proof = prove_consistency(index + 1, size, tx.tiles.nodes(size))
                verify_consistency(index + 1, size, compute_root(hashes[: index + 1]), root, proof)

    def test_a_tile_of_an_append_that_did_not_commit_is_not_there(self, founded):
        def recording():
            with founded.write() as tx:
                tx.log.append([draft(n) for n in range(300)], clock=clock())
                assert len(list(tx.tiles.stored())) == 1
                raise RuntimeError

        with pytest.raises(RuntimeError):
            recording()
        with founded.read() as tx:
            assert list(tx.tiles.stored()) == []

    def test_a_tile_beyond_the_log_is_missing(self, founded):
        with founded.read() as tx, pytest.raises(VerificationError, match=r"tile/0/000\.p/2: it is missing"):
            tx.tiles.read(Tile(0, 0, 2))

    # --- content ---

    def test_content_is_kept_once_under_its_digest(self, founded):
        with founded.write() as tx:
            assert tx.content.put(b"abc", media_type="text/plain", erasable=True) == digest(b"abc")
            assert tx.content.put(b"abc", media_type="text/plain", erasable=True) == digest(b"abc")
            found = tx.content.find(digest(b"abc"))
            assert (found.data, found.media_type, found.erasable) == (b"abc", "text/plain", True)
            assert tx.content.get(digest(b"abc")) == found
            assert [c.digest for c in tx.content.stored()] == [digest(b"abc")]

    def test_content_that_is_missing_is_told(self, founded):
        with founded.read() as tx:
            assert tx.content.find(digest(b"abc")) is None
            with pytest.raises(VerificationError, match="missing"):
                tx.content.get(digest(b"abc"))

    def test_many_contents_at_once(self, founded):
        texts = {digest(text): text for text in (str(n).encode() for n in range(1200))}
        with founded.write() as tx:
            for text in texts.values():
                tx.content.put(text, media_type="text/plain", erasable=True)
            assert tx.content.get_many([*texts, digest(b"not there")]) == texts

    def test_text_that_may_have_to_go_is_never_held_as_what_must_stay(self, founded):
        with founded.write() as tx:
            tx.content.put(b"record", media_type="application/json", erasable=False)
            with pytest.raises(StoreRefusedError, match="erasable"):
                tx.content.put(b"record", media_type="text/plain", erasable=True)

    # --- erasing ---

    def test_a_text_loses_its_bytes_once_an_entry_says_so_and_keeps_its_row(self, founded):
        with founded.write() as tx:
            text = tx.content.put(b"words", media_type="text/plain", erasable=True)
            other = tx.content.put(b"other words", media_type="text/plain", erasable=True)
            (entry,) = tx.append([draft_erasure(text, "asked for", actor="a")], clock=clock())
            tx.content.erase(text)
        founded.scrub()
        with founded.read() as tx:
            assert tx.content.find(text) == StoredContent(text, "text/plain", True, b"")
            assert tx.content.get(other).data == b"other words"
            assert tx.log.erasures([text, other]) == {text: entry.index}
            report = verify_log(
                tx.log.stored(), tx.content.stored(), tx.log.head(), find_erasable=tx.content.find_erasable
            )
        assert (report.fault, report.erased) == (None, 1)

    def test_a_text_that_was_erased_does_not_come_back_with_the_same_words(self, founded):
        with founded.write() as tx:
            text = tx.content.put(b"words", media_type="text/plain", erasable=True)
            tx.append([draft_erasure(text, "asked for", actor="a")], clock=clock())
            tx.content.erase(text)
            assert tx.content.put(b"words", media_type="text/plain", erasable=True) == text
            assert tx.content.get(text).data == b""
            tx.content.erase(text)

    @pytest.mark.parametrize("case", ["no entry", "an entry of another text", "not erasable", "not there"])
    def test_nothing_else_loses_its_bytes(self, founded, case):
        with founded.write() as tx:
            text = tx.content.put(b"words", media_type="text/plain", erasable=case != "not erasable")
            other = tx.content.put(b"other words", media_type="text/plain", erasable=True)

        def erasing():
            with founded.write() as tx:
                if case != "no entry":
                    named = other if case == "an entry of another text" else text
                    tx.append([draft_erasure(named, "asked for", actor="a")], clock=clock())
                tx.content.erase("sha256:none" if case == "not there" else text)

        with pytest.raises(StoreRefusedError):
            erasing()
        with founded.read() as tx:
            assert (tx.log.size(), tx.content.get(text).data) == (1, b"words")

    @pytest.mark.parametrize(
        "change",
        [
            "data = {other}",
            "data = {empty}, media_type = 'other'",
            "data = {empty}, erasable = FALSE",
            "data = {empty}, digest = 'd'",
        ],
    )
    def test_an_erasure_lets_no_other_change_through(self, founded, store, change):
        with founded.write() as tx:
            text = tx.content.put(b"words", media_type="text/plain", erasable=True)
            tx.append([draft_erasure(text, "asked for", actor="a")], clock=clock())
        setting = change.format(other=store.blob(b"other"), empty=store.blob(b""))
        with store.connect() as door:
            for statement in (f"UPDATE content SET {setting}", "DELETE FROM content"):  # noqa: S608 - from this file
                with pytest.raises(store.refusal, match="append-only"):
                    door.execute(statement)
        with founded.read() as tx:
            assert tx.content.get(text).data == b"words"

    def test_words_that_name_a_text_do_not_erase_it(self, founded):
        """What a body says must not look like what the entry says, whoever writes it."""
        with founded.write() as tx:
            text = tx.content.put(b"words", media_type="text/plain", erasable=True)
            other = tx.content.put(b"other words", media_type="text/plain", erasable=True)
            forged = f'"body":{{"digest":"{text}","'
            tx.append([draft_erasure(other, forged, actor=forged[:119] + "x")], clock=clock())
        with pytest.raises(StoreRefusedError, match="append-only"), founded.write() as tx:
            tx.content.erase(text)

    # --- projections ---

    def test_an_entry_fills_every_projection_that_is_made_from_its_type(self, founded):
        item = {"id": "s1", "date": "2026-01-01", "sources": ["s"]}
        with founded.write() as tx:
            text = tx.content.put(b"words", media_type="text/plain", erasable=True)
            body = {"id": "s1", "item": item, "version": 1, "text": text}
            late = {"backfill": {"known_from": "2026-01-02T00:00:00.000000Z"}, "estimated": True, "look_ahead": True}
            kinds = (EntryType.SIGNAL_PROPOSED, EntryType.SIGNAL_ACCEPTED, EntryType.READING_RECORDED)
            bodies = (
                body,
                body | {"version": 2},
                {"id": "r", "item": {"indicator": "i", "source": "s"}, "version": 1} | late,
            )
            drafts = [draft_entry(kind, said, actor="a") for kind, said in zip(kinds, bodies, strict=True)]
            tx.append(drafts, clock=clock(1))
            first, second = tx.evidence.versions("signal", "s1")
            (reading,) = tx.evidence.versions("reading", "r")
        assert first == evidence_row(
            tx_entry(1), body=canonicalize(item), text_digest=text, status="proposed",
            digest=digest_version(canonicalize(item), text),
        )  # fmt: skip
        assert (second.version, second.status, second.entry_index) == (2, "accepted", 2)
        assert (reading.backfill, reading.estimated, reading.look_ahead) == (True, True, True)
        assert (reading.known_from, reading.recorded_at) == (
            datetime(2026, 1, 2, tzinfo=UTC),
            NOON + timedelta(seconds=1),
        )

    @pytest.mark.parametrize(
        "body", [{}, {"id": "s", "version": 1}, {"item": 7, "id": "s", "version": 1, "backfill": 7}]
    )
    def test_an_entry_that_says_nothing_of_its_type_fills_nothing(self, founded, body):
        with pytest.raises(VerificationError, match="entry 1: it does not say"), founded.write() as tx:
            tx.append([draft_entry(EntryType.SIGNAL_RECORDED, body, actor="a")], clock=clock())
        with founded.read() as tx:
            assert tx.log.size() == 1

    # --- evidence ---

    def test_a_version_is_read_back_as_it_was_added(self, founded):
        with founded.write() as tx:
            (entry,) = tx.log.append([draft()], clock=clock(1))
            text = tx.content.put(b"text", media_type="text/plain", erasable=True)
            row = evidence_row(entry, backfill=True, estimated=True, look_ahead=True, text_digest=text)
            tx.evidence.add(row)
        with founded.read() as tx:
            assert tx.evidence.latest("signal", "s1") == row
            assert tx.evidence.latest("signal", "s2") is None
            assert tx.evidence.latest("reading", "s1") is None

    def test_a_cut_admits_versions_by_log_size_and_by_known_from(self, founded):
        known = {}
        with founded.write() as tx:
            for version, days in [(1, 0), (2, 5), (3, 2)]:
                (entry,) = tx.log.append([draft(version)], clock=clock(version))
                known[version] = NOON + timedelta(days=days)
                tx.evidence.add(evidence_row(entry, version=version, known_from=known[version]))

            def admitted(size, moment):
                return [row.version for row in tx.evidence.visible(size, moment)]

            assert admitted(4, known[2]) == [1, 2, 3]
            assert admitted(3, known[2]) == [1, 2]
            assert admitted(1, known[2]) == []
            assert admitted(4, known[2] - timedelta(microseconds=1)) == [1, 3]
            assert admitted(4, NOON - timedelta(microseconds=1)) == []

    def test_the_latest_version_of_every_item(self, founded):
        with founded.write() as tx:
            for kind, item, version in [
                ("signal", "b", 1),
                ("signal", "b", 2),
                ("signal", "a", 1),
                ("reading", "r", 1),
            ]:
                (entry,) = tx.log.append([draft()], clock=clock())
                tx.evidence.add(evidence_row(entry, kind=kind, item_id=item, version=version))
            found = [(row.kind, row.id, row.version) for row in tx.evidence.latest_of_all()]
            assert found == [("reading", "r", 1), ("signal", "a", 1), ("signal", "b", 2)]
            assert [row.id for row in tx.evidence.latest_of_all("signal")] == ["a", "b"]
            assert [row.version for row in tx.evidence.versions("signal", "b")] == [1, 2]

    @pytest.mark.parametrize(
        "changes",
        [
            {"version": 1, "entry_index": 2},
            {"version": 2, "entry_index": 1},
            {"version": 2, "entry_index": 9},
            {"version": 2, "entry_index": 2, "status": "believed"},
            {"version": 2, "entry_index": 2, "kind": "rumour"},
            {"version": 2, "entry_index": 2, "text_digest": "sha256:none"},
        ],
        ids=["same version", "same entry", "no such entry", "no such status", "no such kind", "no such text"],
    )
    def test_a_version_that_does_not_fit_is_refused_and_nothing_is_kept(self, founded, changes):
        with founded.write() as tx:
            entries = tx.log.append([draft()], clock=clock())
            tx.evidence.add(evidence_row(entries[0]))

        def recording():
            with founded.write() as tx:
                tx.log.append([draft()], clock=clock())
                tx.evidence.add(evidence_row(entries[0], **changes))

        with pytest.raises(StoreRefusedError):
            recording()
        with founded.read() as tx:
            assert (tx.log.size(), len(tx.evidence.versions("signal", "s1"))) == (2, 1)

    def test_items_come_in_the_order_of_their_code_points_whatever_the_servers_language(self, founded):
        ids = ["b", "B", "a", "é", "Z", "a-b", "ab", "_", "0", "\U0001f6a2"]
        with founded.write() as tx:
            for item in ids:
                (entry,) = tx.log.append([draft()], clock=clock())
                tx.evidence.add(evidence_row(entry, item_id=item))
            assert [row.id for row in tx.evidence.latest_of_all()] == sorted(ids)
            assert [row.id for row in tx.evidence.visible(len(ids) + 1, NOON)] == sorted(ids)

    def test_an_item_is_found_by_its_id_alone_and_by_the_source_it_cites(self, founded):
        items = {
            EntryType.SIGNAL_RECORDED: ("a", {"impacts": [], "sources": ["s", "é"]}),
            EntryType.READING_RECORDED: ("a", {"indicator": "x", "source": "é"}),
            EntryType.SOURCE_RECORDED: ("é", {"id": "é", "derived_from": ["s"]}),
        }
        with founded.write() as tx:
            text = tx.content.put(b"{}", media_type="text", erasable=True)
            bodies = {kind: {"id": name, "item": item, "version": 1} for kind, (name, item) in items.items()}
            bodies[EntryType.SIGNAL_RECORDED]["text"] = text
            tx.append([draft_entry(kind, body, actor="tester") for kind, body in bodies.items()], clock=clock())
            assert [tx.evidence.kinds_of(name) for name in ("a", "é", "b", "")] == [
                ["reading", "signal"],
                ["source"],
                [],
                [],
            ]
            assert [(r.kind, r.id) for r in tx.evidence.citing("é")] == [("signal", "a"), ("reading", "a")]
            assert [(r.kind, r.id) for r in tx.evidence.citing("s")] == [("signal", "a")]
            assert list(tx.evidence.citing("none")) == []

    def test_ids_near_a_text_are_those_before_and_after_it(self, founded):
        ids = [f"g{number}" for number in range(10, 30)]
        with founded.write() as tx:
            for item in ids:
                (entry,) = tx.log.append([draft()], clock=clock())
                tx.evidence.add(evidence_row(entry, item_id=item))
            assert tx.evidence.ids_near("signal", "g20x", 3) == ["g18", "g19", "g20", "g21", "g22", "g23"]
            assert tx.evidence.ids_near("signal", "a", 2) == ["g10", "g11"]
            assert tx.evidence.ids_near("signal", "z", 2) == ["g28", "g29"]
            assert tx.evidence.ids_near("reading", "g20", 2) == []

    def test_a_body_changed_behind_our_back_is_not_evidence(self, founded, store):
        with founded.write() as tx:
            (entry,) = tx.log.append([draft()], clock=clock())
            tx.evidence.add(evidence_row(entry))
        for reading in (
            lambda tx: list(tx.evidence.visible(2, NOON)),
            lambda tx: tx.evidence.latest("signal", "s1"),
            lambda tx: list(tx.evidence.latest_of_all()),
        ):
            with store.connect() as door:
                door.execute("UPDATE evidence SET body = ?", (b"{}",))
            with founded.read() as tx, pytest.raises(VerificationError, match="signal `s1`, version 1: it was changed"):
                reading(tx)

    # --- rulesets ---

    @pytest.mark.parametrize("others", [0, 1, 2, 6, 600])
    def test_every_version_of_some_items_is_read_however_many_are_named(self, founded, others):
        with founded.write() as tx:
            entries = tx.log.append([draft(n) for n in range(4)], clock=clock())
            rows = [
                evidence_row(entry, item_id=name, version=version)
                for entry, (name, version) in zip(entries, [("a", 1), ("b", 1), ("a", 2), ("c", 1)], strict=True)
            ]
            tx.evidence.add_all(rows)
            names = [("signal", name) for name in ("a", "b", "a", *(f"x{n}" for n in range(others)))]
            found = sorted(tx.evidence.all_of([*names, ("source", "c")]), key=lambda row: row.entry_index)
            assert found == rows[:3]
            assert list(tx.evidence.all_of([])) == []

    def test_the_ruleset_in_force_is_the_last_published_of_those_effective(self, founded):
        with founded.write() as tx:
            published = []
            for n, since in enumerate([date(2025, 1, 1), date(2026, 1, 1), date(2025, 6, 1)]):
                address = tx.content.put(str(n).encode(), media_type="application/json", erasable=False)
                (entry,) = tx.log.append([draft(n, EntryType.RULESET_PUBLISHED)], clock=clock(n))
                published.append(RulesetRow(entry.index, address, "doctrine", since, entry.recorded_at))
                tx.rulesets.add(published[-1])
            first, second, third = published
            assert tx.rulesets.all() == published
            assert tx.rulesets.in_force(date(2024, 12, 31), 4) is None
            assert tx.rulesets.in_force(date(2025, 5, 31), 4) == first
            assert tx.rulesets.in_force(date(2025, 6, 1), 4) == third
            assert tx.rulesets.in_force(date(2026, 1, 1), 3) == second
            assert tx.rulesets.in_force(date(2026, 1, 1), 4) == third
            assert tx.rulesets.in_force(date(2026, 1, 1), 1) is None

    # --- assessments ---

    def test_an_assessment_is_found_by_its_inputs_and_by_its_cell(self, founded):
        with founded.write() as tx:
            rules = tx.content.put(b"rules", media_type="application/json", erasable=False)
            (entry,) = tx.log.append([draft(1, EntryType.ASSESSMENT_RECORDED)], clock=clock())
            row = assessment_row(entry, rules)
            tx.assessments.add(row)
            (again,) = tx.log.append([draft(2, EntryType.ASSESSMENT_REPEATED)], clock=clock())
            repeat = assessment_row(again, rules, repeats=entry.index)
            tx.assessments.add(repeat)
        with founded.read() as tx:
            assert tx.assessments.by_identity("sha256:1") == row
            assert tx.assessments.by_identity("sha256:2") is None
            assert tx.assessments.of_cell("11") == [row, repeat]
            assert tx.assessments.of_cell("12") == []
            assert list(tx.assessments.every("11")) == list(tx.assessments.every()) == [row, repeat]
            assert list(tx.assessments.every("12")) == []
            assert tx.assessments.at(again.index) == repeat
            assert tx.assessments.at(0) is None

    @pytest.mark.parametrize(
        "changes",
        [{"ruleset_digest": "sha256:none"}, {"repeats": 99}, {"entry_index": 99}],
        ids=["no such rules", "repeats nothing", "no entry"],
    )
    def test_an_assessment_that_refers_to_nothing_is_refused_whole(self, founded, changes):
        def recording():
            with founded.write() as tx:
                rules = tx.content.put(b"rules", media_type="application/json", erasable=False)
                (entry,) = tx.log.append([draft()], clock=clock())
                tx.assessments.add(assessment_row(entry, rules, **changes))

        with pytest.raises(StoreRefusedError):
            recording()
        with founded.read() as tx:
            assert tx.log.size() == 1
            assert tx.assessments.of_cell("11") == []

    # --- whole ---

    def test_a_kept_root_is_found_again_as_the_log_grows(self, founded):
        with founded.read() as tx:
            kept = KeptRoot(tx.log.root(), tx.log.size())
        with founded.write() as tx:
            tx.log.append([draft(n) for n in range(40)], clock=clock())
            report = verify_log(tx.log.stored(), tx.content.stored(), tx.log.head(), kept=kept)
        assert (report.is_sound, report.kept_size, report.size) == (True, 1, 41)
        assert report.root not in (EMPTY_ROOT, kept.root)


class TestSqlite(StoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        return SqliteStore(tmp_path / "log.db")


class TestPostgresql(StoreContract):
    @pytest.fixture
    def store(self, postgresql):
        return PostgresqlStore.empty(postgresql, "scratch")
