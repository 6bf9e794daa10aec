"""Receipts one after the other: what is held between them saves reading, and lends nobody's word to a wrong proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.audit import EntryType, draft_entry
from assessor.bootstrap import open_assessor
from assessor.errors import VerificationError
from assessor.services.checkpoints import make_checkpoint
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key, show_keys
from assessor.services.receipts import issue_receipt, verify_receipt
from assessor.store import tiles
from assessor.store.streaming import fetch
from tests.stores import SqliteStore, drop_trigger

SIZE = 1_500  # five full tiles, and the leaves of a sixth
INDICES = [0, 1, 255, 256, 700, 1_279, 1_280, 1_499]
FORGED = "UPDATE log_tile SET root = zeroblob(32) WHERE level = 0 AND tile_index = 1"


@pytest.fixture
def assessor(tmp_path, monkeypatch):
    """A signed log that stays open."""
    monkeypatch.setenv("ASSESSOR_PINS", str(tmp_path / "pins"))
    with open_assessor(str(tmp_path / "log.db"), "tester") as opened:
        initialise(opened, "log.example/1")
        init_key(opened)
        fill(opened, SIZE - 2)
        make_checkpoint(opened)
        yield opened


def fill(assessor, count):
    with assessor.database.write() as tx:
        drafts = [draft_entry(EntryType.SIGNAL_PROPOSED, {"n": n}, actor="a") for n in range(count)]
        tx.log.append(drafts, clock=assessor.clock)


@pytest.fixture
def door(assessor):
    """The back door to it, with nothing that refuses."""
    store = SqliteStore(Path(assessor.database.name))
    with store.connect() as opened:
        for name in store.triggers():
            drop_trigger(opened, name)
        yield opened


def is_good(assessor, index):
    issued = issue_receipt(assessor, index)
    return verify_receipt(issued.receipt.encode(), [show_keys(assessor)[-1].key]).entry.index == index


def test_each_is_good_whatever_came_before(assessor):
    assert all(is_good(assessor, index) for index in INDICES + INDICES[::-1])
    fill(assessor, 300)
    make_checkpoint(assessor)
    assert all(is_good(assessor, index) for index in [1_799, *INDICES, 1_535, 1_536])


def test_what_all_of_them_need_is_read_once(assessor, monkeypatch):
    read: list[int] = []

    def counting(*given):
        rows = fetch(*given)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(tiles, "fetch", counting)
    issue_receipt(assessor, 3)
    assert sum(read) == 1 + 5 + SIZE % 256  # its own tile, the roots of the full ones, the leaves of the last
    read.clear()
    issue_receipt(assessor, 700)
    assert read == [1]


def test_a_tile_that_was_changed_is_held_by_nobody_once_it_is_put_right(assessor, door):
    ((root,),) = door.execute("SELECT root FROM log_tile WHERE level = 0 AND tile_index = 1").fetchall()
    door.execute(FORGED)
    with pytest.raises(VerificationError):
        issue_receipt(assessor, 3)
    door.execute("UPDATE log_tile SET root = ? WHERE level = 0 AND tile_index = 1", (root,))
    assert is_good(assessor, 3)


def test_a_tile_that_is_wrong_beside_a_good_proof_is_read_again_where_it_is_needed(assessor, door):
    """The proof of an entry below the forged root does not use it; that of its neighbour does."""
    ((root,),) = door.execute("SELECT root FROM log_tile WHERE level = 0 AND tile_index = 1").fetchall()
    door.execute(FORGED)
    assert is_good(assessor, 300)
    with pytest.raises(VerificationError):
        issue_receipt(assessor, 3)
    door.execute("UPDATE log_tile SET root = ? WHERE level = 0 AND tile_index = 1", (root,))
    assert is_good(assessor, 300)
    assert is_good(assessor, 3)


def test_leaves_are_read_each_time(assessor, door):
    assert is_good(assessor, 3)
    door.execute("UPDATE log_tile SET hashes = zeroblob(8192) WHERE level = 0 AND tile_index = 1")
    with pytest.raises(VerificationError):
        issue_receipt(assessor, 300)
    assert is_good(assessor, 3)
