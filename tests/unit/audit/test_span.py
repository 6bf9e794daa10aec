"""A log taken span by span gives the report that it gives row by row, whatever is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from assessor.audit import (
    EntryType,
    Frontier,
    KeptRoot,
    Signed,
    StoredHead,
    check_span,
    compute_root,
    digest,
    draft_entry,
    draft_erasure,
    hash_leaf,
    render_instant,
    verify_log,
)
from assessor.audit.draft import seal_all
from assessor.audit.growth import grow
from assessor.audit.instant import parse_instant
from assessor.audit.named_content import list_content
from assessor.audit.stored import StoredCheckpoint, share_said
from assessor.audit.tiles import WIDTH, split_hashes
from assessor.errors import VerificationError
from tests.signed_log import MOMENT, NEW, OLD, ORIGIN, SignedLog

TEXT, OTHER = digest(b"text"), digest(b"other")


def build():
    """A log of five tiles and some: keys in the first and the third, checkpoints inside and between, named content."""
    log = SignedLog()
    log.state(OLD)
    log.record(40)
    log.sign(OLD)
    log.record(2 * WIDTH - log.size)
    log.sign(OLD)
    log.record(100)
    log.state(NEW, replaces=OLD)
    log.record(3 * WIDTH + 17 - log.size)
    log.append(draft_entry(EntryType.SIGNAL_RECORDED, {"id": "s", "text": TEXT}, actor="a"))
    log.record(10)
    log.sign(OLD, NEW)
    log.record(4 * WIDTH + 3 - log.size)
    log.append(draft_erasure(TEXT, "asked for", actor="a"))
    log.record(5 * WIDTH + 30 - log.size)
    log.sign(NEW)
    return log


LOG = build()
HEAD = StoredHead(ORIGIN, LOG.size, LOG.frontier.root(), LOG.frontier.hashes, LOG.rows[-1].recorded_at)
TILES = grow(Frontier(), [row.leaf_hash for row in LOG.rows], lambda _: b"")


def spans_of(rows):
    """The rows as a service hands them over, and how many spans are among them."""
    parts: list[Any] = []
    count = 0
    for number in range(rows[-1].entry_index // WIDTH + 1):
        within = [row for row in rows if row.entry_index // WIDTH == number]
        span = check_span(number * WIDTH, share_said(within))
        count += span is not None
        parts += within if span is None else [span]
    return parts, count


def report(parts, **options):
    """What verification says of rows or spans, beside which everything else lies as the log of this file made it."""
    given: dict[str, Any] = {
        "signed": Signed(checkpoints=LOG.checkpoints),
        "tiles": TILES,
        "find_erasable": lambda addresses: dict.fromkeys(addresses, True),
    }
    return verify_log(parts, (), HEAD, **(given | options))


def alike(rows, spans, **options):
    """Both reports, which are one; `spans` is how many tiles were taken as a whole."""
    parts, count = spans_of(rows)
    assert count == spans
    found = report(parts, **options)
    assert found == report(rows, **options)
    return found


def changed(index, **values):
    rows = list(LOG.rows)
    rows[index] = rows[index]._replace(**values)
    return rows


def test_what_is_sound_is_sound_and_keys_and_erasures_are_followed_row_by_row():
    found = alike(LOG.rows, spans=2)
    assert found.is_sound
    assert (found.size, found.root) == (LOG.size, compute_root([row.leaf_hash for row in LOG.rows]))
    assert (found.checkpoints, found.erased) == (4, 1)


@pytest.mark.parametrize(
    "values",
    [
        {"data": b"{}"},
        {"data": b"{}", "leaf_hash": hash_leaf(b"{}")},
        {"data": "text"},
        {"data": None},
        {"leaf_hash": bytes(32)},
        {"leaf_hash": "text"},
        {"type": "reading:recorded"},
        {"type": None},
        {"recorded_at": None},
        {"recorded_at": "2026-04-26T00:00:00.000000Z"},
        {"batch": "b"},
        {"request_key": "k"},
    ],
)
@pytest.mark.parametrize("index", [WIDTH, WIDTH + 7, 2 * WIDTH - 1])
def test_a_row_that_does_not_fit_makes_no_span_and_is_named(index, values):
    found = alike(changed(index, **values), spans=1)
    assert found.fault is not None
    assert found.fault.index == index


@pytest.mark.parametrize("index", [WIDTH, WIDTH + 7, 2 * WIDTH - 1])
def test_a_row_that_is_missing_is_named(index):
    found = alike(LOG.rows[:index] + LOG.rows[index + 1 :], spans=1)
    assert found.fault is not None
    assert (found.fault.index, found.size) == (index, index)


def test_a_whole_tile_that_is_missing_is_named():
    rows = LOG.rows[:WIDTH] + LOG.rows[2 * WIDTH :]
    found = alike(rows, spans=1)
    assert str(found.fault) == f"entry {WIDTH}: it is missing: the next one stored is entry {2 * WIDTH}"


def test_a_tile_put_before_another_is_named():
    moved = [row._replace(entry_index=at) for at, row in enumerate(LOG.rows[3 * WIDTH : 4 * WIDTH], WIDTH)]
    found = alike([*LOG.rows[:WIDTH], *moved, *LOG.rows[2 * WIDTH :]], spans=2)
    assert found.fault is not None
    assert found.fault.place == "tile/0/001"


@pytest.mark.parametrize("size", [1, WIDTH - 1, WIDTH, WIDTH + 1, 2 * WIDTH - 1, 2 * WIDTH, 4 * WIDTH, LOG.size])
def test_a_root_kept_at_any_size_is_found(size):
    root = compute_root([row.leaf_hash for row in LOG.rows[:size]])
    for kept in (KeptRoot(root, size), KeptRoot(root)):
        assert alike(LOG.rows, spans=2, kept=kept).kept_size == size


@pytest.mark.parametrize("kept", [KeptRoot(bytes(32), WIDTH + 3), KeptRoot(bytes(32)), KeptRoot(bytes(32), 9999)])
def test_a_root_that_the_log_never_had_is_told(kept):
    found = alike(LOG.rows, spans=2, kept=kept)
    assert found.fault is not None
    assert found.fault.place == "kept root"


@pytest.mark.parametrize("which", range(4))
def test_a_checkpoint_with_another_root_is_named_wherever_it_stands(which):
    forged = SignedLog()
    forged.record(LOG.checkpoints[which].size - 1)
    forged.sign(OLD, NEW)
    checkpoints = [*LOG.checkpoints]
    checkpoints[which] = StoredCheckpoint(checkpoints[which].size, forged.checkpoints[0].note)
    found = alike(LOG.rows, spans=2, signed=Signed(checkpoints=checkpoints))
    assert found.fault is not None
    assert found.fault.place == f"checkpoint {checkpoints[which].size}"
    assert found.checkpoints == which


@pytest.mark.parametrize("at", range(5))
def test_a_stored_tile_that_differs_is_named(at):
    hashes = split_hashes(TILES[at].hashes)
    forged = TILES[at]._replace(hashes=b"".join([*hashes[:7], bytes(32), *hashes[8:]]))
    for stored in ([*TILES[:at], forged, *TILES[at + 1 :]], TILES[:at] + TILES[at + 1 :]):
        found = alike(LOG.rows, spans=2, tiles=stored)
        assert found.fault is not None
        assert found.fault.place == f"tile/0/{at:03}"


@pytest.mark.parametrize("find", [lambda _: {}, lambda addresses: dict.fromkeys(addresses, False)])
def test_content_that_is_missing_or_of_another_kind_is_named(find):
    found = alike(LOG.rows, spans=2, find_erasable=find)
    assert found.fault is not None
    assert found.fault.place == f"content {TEXT}"


def test_content_that_is_named_by_no_digest_makes_no_span():
    rows = list(LOG.rows)
    draft = draft_entry(EntryType.SIGNAL_RECORDED, {"text": "sha256:0"}, actor="a")
    rows[WIDTH + 9] = replace_bytes(rows[WIDTH + 9], draft)
    assert "is no digest of content" in str(alike(rows, spans=1).fault)


@pytest.mark.parametrize("said", ["sha256:0", 7, True, ["x"], {"x": "y"}])
def test_what_is_no_digest_makes_no_span_whether_or_not_bodies_like_it_were_learned(said):
    drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {"id": f"s{n}", "text": said}, actor="a") for n in range(WIDTH)]
    rows = [
        (entry.index, entry.data, entry.leaf_hash(), entry.type.value, render_instant(MOMENT), None, None)
        for entry in seal_all(drafts, WIDTH, MOMENT)
    ]
    learned: dict = {}
    assert [check_span(WIDTH, share_said(rows), learned) for _ in range(2)] == [None, None]
    assert learned.keys() == {"signal:recorded"}


@pytest.mark.parametrize("odd", [None, {"id": "s", "n": 1}])
def test_content_that_a_whole_import_names_is_told_in_order(odd):
    """Bodies that are like each other are read as records, whether or not they were learned before."""
    drafts = []
    for n in range(WIDTH):
        kind = EntryType.SIGNAL_RECORDED if n % 3 else EntryType.READING_RECORDED
        body = odd if odd and n == 100 else {"id": f"s{n}", "of": [{"x": "y"}], "text": digest(b"%d" % n)}
        drafts.append(draft_entry(kind, body, actor="a", batch="b"))
    entries = seal_all(drafts, WIDTH, MOMENT)
    instant = render_instant(MOMENT)
    rows = [(entry.index, entry.data, entry.leaf_hash(), entry.type.value, instant, "b", None) for entry in entries]
    said = [named for entry in entries for named in list_content(entry)]
    learned: dict = {}
    for _ in range(2):
        span = check_span(WIDTH, share_said(rows), learned)
        assert span is not None
        assert list(span.named) == said
    assert len(said) in (WIDTH * 2 // 3, WIDTH * 2 // 3 - 1)
    assert learned.keys() == {"signal:recorded", "reading:recorded"}


def replace_bytes(row, draft):
    """The row with the bytes of another draft, and what stands beside them made to fit."""
    data = draft.seal(row.entry_index, parse_instant(row.recorded_at)).data
    return row._replace(data=data, leaf_hash=hash_leaf(data))


def test_a_subtree_is_added_only_where_one_begins():
    frontier = Frontier()
    frontier.append(bytes(32))
    with pytest.raises(VerificationError, match="no full subtree of 256 leaves begins at leaf 1"):
        frontier.append_subtree(bytes(32), 8)
