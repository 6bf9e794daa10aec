"""The file of pins: lines are added, each is read strictly, and nothing is lost between two who write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assessor.audit import canonicalize
from assessor.audit.checkpoint import Checkpoint, SignedCheckpoint
from assessor.audit.pin import pin_of
from assessor.audit.signed_note import sign_note
from assessor.errors import ConfigurationError, NoteInvalidError
from assessor.store.pin_file import PinFile
from tests.signed_log import OLD, ORIGIN


def pin(size):
    checkpoint = Checkpoint(ORIGIN, size, b"r" * 32)
    return pin_of(SignedCheckpoint(checkpoint, sign_note(checkpoint.render(), [OLD])), (OLD.verifier,))


@pytest.fixture
def file(tmp_path):
    return PinFile(tmp_path / "log.db.pins")


def test_pins_come_back_in_their_order(file):
    assert list(file.read()) == []
    for size in (9, 3, 9):
        file.add(pin(size))
    assert list(file.read()) == [pin(9), pin(3)]


def test_a_line_holds_note_and_keys_as_they_are_handed_out(file):
    file.add(pin(3))
    note = pin(3).note.render().decode()
    assert file.path.read_bytes() == canonicalize({"checkpoint": note, "keys": [str(OLD.verifier)]}) + b"\n"


def test_two_who_pin_at_once_lose_nothing(file):
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda size: PinFile(file.path).add(pin(size)), range(40)))
    assert {one.checkpoint.size for one in file.read()} == set(range(40))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{}\n", "line 2: it holds no pin"),
        (b"[]\n", "line 2: it holds no pin"),
        (b"\n", "line 2: character 0: not JSON"),
        (b"x", "line 2: it is cut off"),
        (b"x" * 70_000 + b"\n", "line 2: it is cut off, or longer"),
        (b"\xff\n", "line 2: byte 0: not UTF-8"),
        (b'{"checkpoint":"x","keys":["x"]}\n', "line 2: a note is text"),
        (b'{"checkpoint":"x","keys":[]}\n', "line 2: it holds no pin"),
        (b'{"checkpoint":1,"keys":["x"]}\n', "line 2: it holds no pin"),
        (b'{"checkpoint": "x","keys":["x"]}\n', "line 2: byte 14"),
    ],
)
def test_a_line_that_holds_no_pin_is_named(file, line, reason):
    file.add(pin(3))
    with file.path.open("ab") as raw:
        raw.write(line)
    with pytest.raises(NoteInvalidError, match=reason):
        list(file.read())
    with pytest.raises(NoteInvalidError, match=reason):
        file.add(pin(4))


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        list(PinFile(tmp_path).read())
    with pytest.raises(ConfigurationError, match="cannot be written: No such file"):
        PinFile(tmp_path / "none" / "pins").add(pin(3))
