"""Where the signing key is kept: for its owner's eyes, made once, never written over."""

from __future__ import annotations

import os
import stat

import pytest

from assessor.audit.note_key import SigningKey
from assessor.errors import SigningKeyError
from assessor.store.signing_keys import SigningKeys, read_signing_key

SEED = bytes(range(32))
KEY = SigningKey("log.example/1", SEED)


def keys(path, text=None):
    return SigningKeys(path, text=text, draw=lambda size: SEED[:size])


def test_a_key_is_made_for_its_owner_alone_and_read_back(tmp_path):
    path = tmp_path / "log.key"
    before = os.umask(0)
    try:
        made = keys(path).make("log.example/1")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == KEY.render_secret() + "\n"
    found = keys(path).load()
    assert found is not None
    assert found.verifier == made.verifier == KEY.verifier


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    path = tmp_path / "log.key"
    path.write_text("something of somebody's")
    with pytest.raises(SigningKeyError, match="cannot be made: File exists"):
        keys(path).make("log.example/1")
    assert path.read_text() == "something of somebody's"


def test_a_link_that_leads_nowhere_is_not_followed_to_make_a_key(tmp_path):
    (tmp_path / "log.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SigningKeyError, match="cannot be made"):
        keys(tmp_path / "log.key").make("log.example/1")
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SigningKeyError, match="cannot be made: No such file"):
        keys(tmp_path / "none" / "log.key").make("log.example/1")


def test_a_write_that_fails_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(SigningKeyError, match="No space left"):
        keys(tmp_path / "log.key").make("log.example/1")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o644, 0o601])
def test_a_key_that_others_can_reach_is_refused(tmp_path, mode):
    path = tmp_path / "log.key"
    keys(path).make("log.example/1")
    path.chmod(mode)
    with pytest.raises(SigningKeyError, match="by others than its owner") as refused:
        keys(path).load()
    assert f"chmod 600 {path}" in str(refused.value)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_for_its_owner_alone_is_read(tmp_path, mode):
    path = tmp_path / "log.key"
    keys(path).make("log.example/1")
    path.chmod(mode)
    assert read_signing_key(path) is not None


def test_without_a_file_there_is_no_key(tmp_path):
    assert keys(tmp_path / "log.key").load() is None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"PRIVATE+KEY+", b"x" * 10_000, KEY.render_secret()[:-5].encode()]
)
def test_a_damaged_file_is_told_by_name_and_not_by_content(tmp_path, content):
    path = tmp_path / "log.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SigningKeyError) as refused:
        keys(path).load()
    assert str(path) in str(refused.value)
    assert KEY.render_secret()[-20:-6] not in str(refused.value)


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "log.key", 0o600)
    with pytest.raises(SigningKeyError, match="is no file"):
        keys(tmp_path / "log.key").load()
    (tmp_path / "folder").mkdir(mode=0o700)
    with pytest.raises(SigningKeyError, match="is no file"):
        keys(tmp_path / "folder").load()


def test_the_environment_goes_before_the_file(tmp_path):
    path = tmp_path / "log.key"
    path.write_text("not looked at")
    found = keys(path, f" {KEY.render_secret()}\n").load()
    assert found is not None
    assert found.verifier == KEY.verifier
    assert (keys(path, "text").place, keys(path).place) == ("ASSESSOR_SIGNING_KEY", str(path))


def test_the_settings_show_no_key(tmp_path):
    shown = repr(keys(tmp_path, KEY.render_secret()))
    assert KEY.render_secret()[-20:] not in shown
