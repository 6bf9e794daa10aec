"""Whether a file was touched since it was written is seen from its time, and where that is lost, from its bytes."""

from __future__ import annotations

import hashlib
import os

import pytest

from assessor.site import stamp
from assessor.site.stamp import is_untouched, write_file

TEXT = b"as it was"
SHA256 = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "page"
    write_file(str(path), TEXT, SHA256)
    return path


@pytest.fixture
def unread(monkeypatch):
    def refuse(*_args):
        raise AssertionError("it was read")

    monkeypatch.setattr(stamp, "file_digest", refuse)


def whole_second(path):
    second = path.stat().st_mtime_ns // 10**9 * 10**9
    os.utime(path, ns=(second, second))


@pytest.mark.usefixtures("unread")
def test_what_nobody_touched_is_not_read(path):
    assert is_untouched(str(path), SHA256)


@pytest.mark.usefixtures("unread")
def test_a_link_or_a_copy_with_its_time_is_as_good(path, tmp_path):
    os.link(path, tmp_path / "link")
    assert is_untouched(str(tmp_path / "link"), SHA256)


def test_what_was_changed_is_seen_although_its_length_is_the_same(path):
    with path.open("r+b") as file:
        file.write(b"A")
    assert not is_untouched(str(path), SHA256)


def test_what_lost_its_time_is_read_once_and_then_known_again(path, request):
    whole_second(path)
    assert is_untouched(str(path), SHA256)
    request.getfixturevalue("unread")
    assert is_untouched(str(path), SHA256)


def test_what_lost_its_time_and_was_changed_is_seen(path):
    with path.open("r+b") as file:
        file.write(b"A")
    whole_second(path)
    assert not is_untouched(str(path), SHA256)


def test_the_second_of_its_time_stays_true(path):
    before = path.stat().st_mtime_ns // 10**9
    whole_second(path)
    assert is_untouched(str(path), SHA256)
    assert path.stat().st_mtime_ns // 10**9 == before


def test_what_is_missing_or_no_file_is_not_there(path, tmp_path):
    (tmp_path / "symbolic").symlink_to(path)
    (tmp_path / "folder").mkdir()
    assert [is_untouched(str(tmp_path / name), SHA256) for name in ("none", "symbolic", "folder")] == [False] * 3


def test_nothing_is_written_over(path):
    with pytest.raises(FileExistsError):
        write_file(str(path), b"other", SHA256)
