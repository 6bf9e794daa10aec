"""The text of checkpoints, to the letter of C2SP tlog-checkpoint."""

from __future__ import annotations

import base64

import pytest

from assessor.audit.checkpoint import MAX_SIZE, Checkpoint, parse_checkpoint, parse_signed_checkpoint
from assessor.errors import NoteInvalidError

SIZES = ["017", "-1", "+1", "1e3", "0x10", " 17", "17 ", "1_7", "\u0661", "00", str(MAX_SIZE + 1), "9" * 5_000]
ROOT = base64.b64encode(bytes(range(32))).decode()


def test_a_checkpoint_is_three_lines():
    checkpoint = Checkpoint("log.example/1", 17, bytes(range(32)))
    assert checkpoint.render() == f"log.example/1\n17\n{ROOT}\n"
    assert parse_checkpoint(checkpoint.render()) == checkpoint


def test_further_lines_are_kept_and_mean_nothing():
    text = f"log of another kind + spaces\n0\n{ROOT}\none\ntwo  \n"
    checkpoint = parse_checkpoint(text)
    assert (checkpoint.origin, checkpoint.size) == ("log of another kind + spaces", 0)
    assert checkpoint.extensions == ("one", "two  ")
    assert checkpoint.render() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"log.example/1\n17\n{ROOT}",
        "log.example/1\n17\n",
        f"\n17\n{ROOT}\n",
        f"log.example/1\n\n{ROOT}\n",
        f"log.example/1\n17\n{ROOT}\n\n",
        f"log.example/1\n17\n{ROOT}\n\nextension\n",
        *(f"log.example/1\n{size}\n{ROOT}\n" for size in SIZES),
        *(f"log.example/1\n17\n{root}\n" for root in (ROOT[:-1], ROOT + "=", ROOT[:-4], "A" * 44, "!" * 44)),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(NoteInvalidError):
        parse_checkpoint(text)


def test_the_largest_log_is_as_large_as_a_database_counts():
    assert parse_checkpoint(f"a\n{MAX_SIZE}\n{ROOT}\n").size == 2**63 - 1


def test_a_note_about_something_else_is_no_checkpoint():
    with pytest.raises(NoteInvalidError, match="a checkpoint has three lines"):
        parse_signed_checkpoint("hello\n\n— name AAAAAAA=\n".encode())
