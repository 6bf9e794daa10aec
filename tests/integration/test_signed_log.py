# ruff: noqa: S608 - statements are put together from constants of this file
"""A signed log in a real database: altered through the back door, rolled back, forked, interrupted."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from assessor.audit import EntryType, Frontier, draft_entry, hash_leaf
from assessor.audit.checkpoint import Checkpoint, parse_signed_checkpoint
from assessor.audit.key_chain import draft_witness
from assessor.audit.note_key import SigningKey, parse_signing_key, parse_verifier_key
from assessor.audit.signed_note import sign_note
from assessor.bootstrap import open_assessor
from assessor.errors import AppendConflictError, ConfigurationError, SigningKeyError, VerificationError
from assessor.services.checkpoints import list_checkpoints, make_checkpoint
from assessor.services.cosign import add_witness, cosign
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from assessor.services.pins import pin_checkpoint
from assessor.services.rotate_key import rotate_key
from assessor.services.verify_log import verify_log
from tests.signing import Witness
from tests.stores import PostgresqlStore, SqliteStore, Store, drop_trigger

ORIGIN = "log.example/1"
WITNESS = Witness("witness.example/w1")


def grow(assessor, count=1):
    with assessor.database.write() as tx:
        names = [f"witness.example/{tx.log.size() + n}" for n in range(count)]
        drafts = [draft_witness(parse_verifier_key(Witness(name).vkey), actor="a") for name in names]
        tx.log.append(drafts, clock=assessor.clock)


def fill(assessor, count):
    """Append entries that say nothing of keys."""
    with assessor.database.write() as tx:
        drafts = [draft_entry(EntryType.SIGNAL_PROPOSED, {"n": n}, actor="a") for n in range(count)]
        tx.log.append(drafts, clock=assessor.clock)


@contextmanager
def opened(store, folder, actor="tester"):
    """Open the program on a database with key and pins in a folder."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("ASSESSOR_SIGNING_KEY_FILE", str(folder / "log.key"))
        settings.setenv("ASSESSOR_PINS", str(folder / "log.pins"))
        with open_assessor(store.url, actor) as assessor:
            yield assessor


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request, tmp_path_factory):
    """A log of eight entries: a key, a witness, two checkpoints, the first cosigned; not to be written."""
    folder = tmp_path_factory.mktemp("signed")
    store: Store = SqliteStore(folder / "log.db")
    if request.param == "postgresql":
        store = PostgresqlStore.empty(request.getfixturevalue("postgresql"), "signed")
    with opened(store, folder) as assessor:
        initialise(assessor, ORIGIN)
        init_key(assessor)
        add_witness(assessor, WITNESS.vkey)
        grow(assessor, 2)
        note = make_checkpoint(assessor).note
        cosign(assessor, (note + WITNESS.line(note.rpartition("\n\n")[0] + "\n")).encode())
        grow(assessor, 3)
        make_checkpoint(assessor)
    return store, folder


@pytest.fixture
def folder(made, tmp_path):
    """A folder with a copy of its key and pins."""
    for name in ("log.key", "log.pins"):
        shutil.copy2(made[1] / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def store(made):
    """A copy of it."""
    return made[0].copy("copy")


@pytest.fixture
def assessor(store, folder):
    with opened(store, folder) as assessor:
        yield assessor


def fault_of(assessor):
    report = verify_log(assessor)
    assert report.fault is not None
    return str(report.fault)


def altered(store, *statements):
    """Run statements with the triggers out of the way, and put them back as a careful forger would."""
    with store.connect() as door:
        for name in store.triggers():
            drop_trigger(door, name)
        for statement in statements:
            door.execute(statement.format(root=store.blob(bytes(32))))
        for trigger in store.triggers().values():
            door.execute(trigger)


def test_an_untouched_log_fits(assessor):
    report = verify_log(assessor)
    assert (report.fault, report.checkpoints, report.cosignatures, report.pins) == (None, 2, 1, 2)


@pytest.mark.parametrize(("table", "column"), [("checkpoint", "note"), ("cosignature", "line")])
def test_every_changed_byte_is_found(store, assessor, table, column):
    with store.connect() as door:
        ((stored,),) = door.execute(f"SELECT {column} FROM {table} WHERE size = 5").fetchall()
        data = stored if table == "checkpoint" else stored.encode()
        for name in store.triggers():
            drop_trigger(door, name)
        for place in range(0, len(data), 5):
            changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            as_stored = changed if table == "checkpoint" else changed.decode("utf-8", "replace")
            door.execute(f"UPDATE {table} SET {column} = ?", (as_stored,))
            assert fault_of(assessor).startswith(("checkpoint 5", "cosignature of checkpoint 5"))


def test_a_checkpoint_of_the_logs_own_key_over_another_root_is_found(store, folder, assessor):
    """Whoever has the key and the database can sign anything: it is not what the entries have."""
    (key,) = (folder / "log.key").read_text(encoding="utf-8").split()
    text = Checkpoint(ORIGIN, 8, bytes(32)).render()
    altered(store, f"UPDATE checkpoint SET note = {store.blob(note_by(key, text))} WHERE size = 8")
    assert fault_of(assessor) == "checkpoint 8: the first 8 entries have another root: what it covered was changed"


def test_a_checkpoint_of_the_right_root_by_another_key_is_found(store, assessor):
    (told,) = (one.note for one in list_checkpoints(assessor) if one.size == 8)
    text = told.rpartition("\n\n")[0] + "\n"
    forged = sign_note(text, [SigningKey(ORIGIN, bytes(32))]).render()
    altered(store, f"UPDATE checkpoint SET note = {store.blob(forged)} WHERE size = 8")
    assert fault_of(assessor).startswith("checkpoint 8: ")
    assert "by no known key" in fault_of(assessor)


def note_by(key, text):
    return sign_note(text, [parse_signing_key(key)]).render()


def fit_head(store, size):
    """Cut the log off behind some entries, and let its head say so: nothing inside says otherwise."""
    with store.connect() as door:
        rows = door.execute("SELECT leaf_hash, recorded_at FROM log_entry ORDER BY entry_index").fetchall()[:size]
    tree = Frontier()
    tree.extend([leaf for leaf, _ in rows])
    root, frontier = store.blob(tree.root()), store.blob(b"".join(tree.hashes))
    head = f"UPDATE log_head SET size = {size}, root = {root}, frontier = {frontier}, recorded_at = '{rows[-1][1]}'"
    altered(store, f"DELETE FROM log_entry WHERE entry_index >= {size}", head)


def test_a_tail_that_was_cut_off_with_the_head_made_to_fit_is_found_by_checkpoint_and_pin(store, assessor):
    fit_head(store, 7)
    assert fault_of(assessor) == "checkpoint 8: it is of size `8`, and 7 entries are left: some were dropped"
    altered(store, "DELETE FROM checkpoint WHERE size = 8")
    assert fault_of(assessor) == "pin 8: it is of size `8`, and 7 entries are left: some were dropped"


def test_a_swapped_pair_with_every_hash_made_to_fit_is_found_by_checkpoint_and_pin(store, assessor):
    """They came in one batch at one instant: only what was signed knows in which order."""
    with store.connect() as door:
        pair = dict(door.execute("SELECT entry_index, data FROM log_entry WHERE entry_index IN (5, 6)").fetchall())
    changes = [
        f"UPDATE log_entry SET data = {store.blob(pair[other])}, leaf_hash = {store.blob(hash_leaf(pair[other]))} "
        f"WHERE entry_index = {index}"
        for index, other in ((5, 6), (6, 5))
    ]
    altered(store, *changes)
    fit_head(store, 8)
    assert fault_of(assessor).startswith("checkpoint 8: the first 8 entries have another root")
    altered(store, "DELETE FROM checkpoint WHERE size = 8")
    assert fault_of(assessor).startswith("pin 8: the first 8 entries have another root")


PARDONS = {"sqlite": [], "postgresql": ["ALTER TABLE cosignature DROP CONSTRAINT fk_cosignature_size"]}
"""What a forger does first, where the database checks what a row refers to."""


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 5) WHERE size = 8", "checkpoint 8"),
        ("INSERT INTO checkpoint SELECT 7, note FROM checkpoint WHERE size = 8", "checkpoint 7"),
        ("INSERT INTO checkpoint SELECT 9, note FROM checkpoint WHERE size = 8", "checkpoint 9"),
        ("INSERT INTO cosignature SELECT 8, line FROM cosignature", "cosignature of checkpoint 8"),
        ("DELETE FROM checkpoint WHERE size = 5", "cosignature of checkpoint 5"),
        ("DELETE FROM log_entry WHERE entry_index = 7", "checkpoint 8"),
        ("UPDATE log_entry SET type = 'signal:recorded' WHERE entry_index = 1", "entry 1"),
    ],
)
def test_the_message_names_the_place(store, assessor, statement, place):
    altered(store, *PARDONS[store.kind], statement)
    assert fault_of(assessor).startswith(place)


def test_a_database_rolled_back_to_an_older_copy_is_found_by_its_pins(store, folder, assessor):
    older = store.copy("older")
    grow(assessor, 4)
    make_checkpoint(assessor)
    assert verify_log(assessor).is_sound
    assessor.database.close()
    store.put_back(older)
    assert fault_of(assessor) == "pin 12: it is of size `12`, and 8 entries are left: some were dropped"
    with pytest.raises(VerificationError, match="pin 12: only 8 entries are left: the log was rolled back"):
        make_checkpoint(assessor)
    grow(assessor, 9)
    with pytest.raises(VerificationError, match="pin 12: the first 12 entries have another root"):
        make_checkpoint(assessor)
    assert [one.size for one in list_checkpoints(assessor)] == [5, 8]
    with pytest.raises(VerificationError, match="pin 12"):
        rotate_key(assessor, folder / "new.key")
    assert not (folder / "new.key").exists()


def test_another_log_of_the_same_name_is_found_by_the_pins_and_not_signed(store, folder):
    with opened(store.another("new"), folder) as assessor:
        initialise(assessor, ORIGIN)
        with pytest.raises(VerificationError, match="pin 5: only 1 entries are left"):
            init_key(assessor)
        grow(assessor, 20)
        with pytest.raises(VerificationError, match="pin 5: the first 5 entries have another root"):
            init_key(assessor)
        assert fault_of(assessor).startswith("pin 5: ")


def test_a_log_of_another_name_in_the_place_of_a_pinned_one_is_warned_of(store, folder, capsys):
    with opened(store.another("new"), folder) as assessor:
        initialise(assessor, "log.example/other")
        report = verify_log(assessor)
    assert (report.fault, report.pins) == (None, 0)
    assert "log.unpinned" in capsys.readouterr().err


def test_a_checkpoint_handed_out_and_pinned_elsewhere_finds_the_rollback_too(store, assessor, tmp_path):
    """Somebody else keeps what the log once signed: the database, its key and its own pins may all be forged."""
    kept = list_checkpoints(assessor)[-1].note.encode()
    (key,) = {str(key) for pin in assessor.pins.read() for key in pin.keys}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    altered(store, "DELETE FROM log_entry WHERE entry_index >= 5", "DELETE FROM checkpoint WHERE size = 8")
    with opened(store, elsewhere) as auditing:
        pin_checkpoint(auditing, kept, key)
        assert fault_of(auditing) == "pin 8: it is of size `8`, and 5 entries are left: some were dropped"


def test_a_head_that_does_not_fit_the_entries_is_not_signed(store, assessor):
    grow(assessor)
    altered(store, "UPDATE log_head SET root = {root}")
    with pytest.raises(VerificationError, match="head: the entries have another root; nothing was signed"):
        make_checkpoint(assessor)


def test_a_last_checkpoint_that_somebody_else_signed_is_not_signed_over(store, assessor):
    """A forger who cannot sign puts a row of their own in the way of the check: it is no row of ours."""
    thief = SigningKey(ORIGIN, bytes(32))
    signed = parse_signed_checkpoint(list_checkpoints(assessor)[-1].note.encode())
    forged = sign_note(signed.note.text, [thief]).render()
    altered(store, f"UPDATE checkpoint SET note = {store.blob(forged)} WHERE size = 8")
    grow(assessor)
    with pytest.raises(VerificationError, match="by no known key"):
        make_checkpoint(assessor)


def test_a_rotation_whose_checkpoint_was_removed_is_not_signed_over_by_the_new_key_alone(store, folder, assessor):
    rotated = rotate_key(assessor, folder / "new.key")
    altered(store, "DELETE FROM checkpoint WHERE size = 9")
    (folder / "new.key").rename(folder / "log.key")
    with opened(store, folder) as other:
        grow(other)
        with pytest.raises(SigningKeyError) as refused:
            make_checkpoint(other)
    assert str(refused.value) == f"the next checkpoint needs the signature of {rotated.replaces} too"


def test_a_changed_leaf_hash_is_not_signed_over(store, assessor):
    altered(store, "UPDATE log_entry SET leaf_hash = 'text' WHERE entry_index = 3")
    with pytest.raises(VerificationError, match=CHANGED[store.kind]):
        make_checkpoint(assessor)


CHANGED = {"sqlite": "entry 3: its row holds another kind of value", "postgresql": "entry 3: its bytes do not hash"}
"""PostgreSQL takes no other kind of value: there it is another hash."""


@pytest.mark.parametrize(("value", "told"), [("'text'", "it is missing or cut short"), ("{root}", "another history")])
def test_a_changed_leaf_hash_of_an_entry_about_no_key_is_not_signed_over(store, assessor, value, told):
    altered(store, f"UPDATE log_entry SET leaf_hash = {value} WHERE entry_index = 0")
    with pytest.raises(VerificationError, match=told):
        make_checkpoint(assessor)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log_entry SET data = {other} WHERE entry_index = 40", "entry 40: its bytes do not hash"),
        ("UPDATE log_entry SET leaf_hash = {other} WHERE entry_index = 40", "entry 40: its bytes do not hash"),
        ("UPDATE log_tile SET hashes = {tile} WHERE tile_index = 0", "tile/0/000: its hashes are not those"),
        ("UPDATE log_tile SET root = {other} WHERE tile_index = 0", "another root"),
        ("DELETE FROM log_tile WHERE tile_index = 0", "tile/0/000.*: it is missing"),
    ],
)
def test_what_was_changed_since_it_was_recorded_is_not_signed(store, assessor, statement, told):
    """A full tile above the last checkpoint, and some entries after it."""
    fill(assessor, 300)
    with assessor.database.read() as tx:
        hashes = next(tx.tiles.stored()).hashes
    other = bytes(32)
    altered(store, statement.format(other=store.blob(other), tile=store.blob(hashes[:1280] + other + hashes[1312:])))
    with pytest.raises(VerificationError, match=told):
        make_checkpoint(assessor)
    assert len(list_checkpoints(assessor)) == 2


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log_entry SET data = {other} WHERE entry_index = 40", "entry 40: its bytes do not hash"),
        ("UPDATE log_entry SET data = {other} WHERE entry_index = 520", "entry 520: its bytes do not hash"),
        ("UPDATE log_entry SET leaf_hash = {other} WHERE entry_index = 300", "entry 300: its bytes do not hash"),
        ("UPDATE log_tile SET hashes = {tile} WHERE tile_index = 0", "tile/0/000: its hashes are not those"),
        ("DELETE FROM log_tile WHERE tile_index = 1", "tile/1/000.p/2: it is missing"),
    ],
)
def test_what_was_changed_below_the_last_checkpoint_is_not_signed_over_where_it_is_drawn(
    store, assessor, statement, told
):
    """Two full tiles and some entries lie signed; of so few all are looked at."""
    fill(assessor, 530)
    make_checkpoint(assessor)
    with assessor.database.read() as tx:
        hashes = next(tx.tiles.stored()).hashes
    other = bytes(32)
    altered(store, statement.format(other=store.blob(other), tile=store.blob(hashes[:1280] + other + hashes[1312:])))
    fill(assessor, 1)
    with pytest.raises(VerificationError, match=told):
        make_checkpoint(assessor)


def test_a_tile_with_its_entries_made_to_fit_is_not_signed_over(store, assessor):
    """Bytes, leaf hash and tile were rewritten together, and the root above them could not be."""
    fill(assessor, 530)
    make_checkpoint(assessor)
    with assessor.database.read() as tx:
        tile = next(tx.tiles.stored())
    hashes = b"".join([tile.hashes[: 40 * 32], hash_leaf(b"{}"), tile.hashes[41 * 32 :]])
    altered(
        store,
        f"UPDATE log_entry SET data = {store.blob(b'{}')} WHERE entry_index = 40",
        f"UPDATE log_entry SET leaf_hash = {store.blob(hash_leaf(b'{}'))} WHERE entry_index = 40",
        f"UPDATE log_tile SET hashes = {store.blob(hashes)} WHERE tile_index = 0",
    )
    fill(assessor, 1)
    with pytest.raises(VerificationError, match="tile/0/000: its hashes do not lead to the root of the log"):
        make_checkpoint(assessor)


def test_what_is_as_it_was_recorded_is_signed_whatever_tiles_it_fills(assessor):
    for count in (1, 246, 1, 256, 300):  # from 8: within a tile, to one short of its end, to its end, a whole one
        fill(assessor, count)
        assert make_checkpoint(assessor).is_new
    assert verify_log(assessor, compares_tables=False).is_sound


def test_a_pin_that_cannot_be_written_does_not_take_the_checkpoint_back(assessor, monkeypatch):
    """What was signed is signed: it is told, and the next checkpoint pins it."""
    grow(assessor)
    monkeypatch.setattr(type(assessor.pins), "add", _refuse)
    with pytest.raises(ConfigurationError):
        make_checkpoint(assessor)
    monkeypatch.undo()
    assert [one.size for one in list_checkpoints(assessor)] == [5, 8, 9]
    assert verify_log(assessor).pins == 2
    assert not make_checkpoint(assessor).is_new
    assert verify_log(assessor).pins == 3


def _refuse(*_):
    raise ConfigurationError("no")


def test_a_rotation_that_fails_leaves_no_entry_and_its_new_key_is_taken_up_again(folder, assessor, monkeypatch):
    new = folder / "new.key"
    monkeypatch.setattr("assessor.services.rotate_key.keep_checkpoint", _conflict)
    with pytest.raises(AppendConflictError):
        rotate_key(assessor, new)
    monkeypatch.undo()
    made = new.read_bytes()
    assert verify_log(assessor).size == 8
    rotated = rotate_key(assessor, new)
    assert new.read_bytes() == made
    assert (rotated.entry_index, rotated.checkpoint.size, rotated.checkpoint.signers) == (8, 9, 2)
    assert verify_log(assessor).is_sound


def _conflict(*_):
    raise AppendConflictError("no")


def test_many_who_sign_at_once_sign_one_history(store, folder, assessor):
    def work(_):
        with opened(store, folder) as other:
            grow(other)
            return make_checkpoint(other).size

    with ThreadPoolExecutor(4) as many:
        sizes = list(many.map(work, range(12)))
    report = verify_log(assessor)
    assert report.fault is None
    assert report.size == 20
    assert {one.size for one in list_checkpoints(assessor)} == {5, 8, *sizes}
