"""The folder of a site: the old one or the new one, whole, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from multiprocessing import get_context
from pathlib import Path

import pytest

from assessor.errors import ExportError
from assessor.site import folder as folders
from assessor.site.folder import open_site
from assessor.site.manifest import parse_manifest


def publish(path, pages, of="1"):
    with open_site(path) as site:
        for name, text in pages.items():
            if not site.keep(name, of):
                site.write(name, text.encode(), of)
    return site


def read(path):
    return {
        str(p.relative_to(path)): p.read_text() for p in path.rglob("*") if p.is_file() and p.name != "manifest.json"
    }


def left_beside(path):
    return sorted(p.name for p in path.parent.iterdir() if p != path)


def die_on_the_way(path):
    with open_site(path) as new:
        assert new.keep("index.html", "1")
        new.write("index.html", b"half", "2")  # in place of a link to the old file, whose bytes stay
        raise RuntimeError("on the way")


OLD = {"index.html": "old", "a/b.html": "same"}
NEW = {"index.html": "new", "a/b.html": "same", "c.html": "more"}


@pytest.fixture
def site(tmp_path):
    path = tmp_path / "site"
    publish(path, OLD)
    return path


@pytest.fixture(params=["exchange", "two renames"])
def swapping(request, monkeypatch):
    if request.param == "two renames":
        monkeypatch.setattr(folders, "_exchange", lambda _one, _other: False)


@pytest.mark.usefixtures("swapping")
def test_a_new_site_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it(site):
    publish(site, NEW, "2")
    assert read(site) == NEW
    assert left_beside(site) == []


def test_a_file_made_from_the_same_is_kept_and_not_made_again(site):
    before = (site / "a/b.html").stat().st_ino
    with open_site(site) as again:
        assert again.keep("a/b.html", "1")
        assert not again.keep("index.html", "2")
        again.write("index.html", b"new", "2")
    assert (again.written, again.kept) == (1, 1)
    assert (site / "a/b.html").stat().st_ino == before


def test_a_file_that_was_changed_since_is_made_again(site):
    (site / "a/b.html").write_text("tampered")
    publish(site, OLD)
    assert read(site) == OLD


def test_what_is_not_made_any_more_is_gone(site):
    publish(site, {"index.html": "new"}, "2")
    assert read(site) == {"index.html": "new"}


def test_a_site_of_which_nothing_changed_is_left_alone(site):
    before = site.stat().st_ino
    again = publish(site, OLD)
    assert (again.written, again.kept) == (0, 2)
    assert site.stat().st_ino == before
    assert left_beside(site) == []


def test_what_somebody_else_put_into_a_site_of_which_nothing_changed_is_gone(site):
    (site / "a" / "mine.txt").write_text("mine")
    publish(site, OLD)
    assert read(site) == OLD


SHARED = {"shared/1": b"one", "shared/2": b"two"}


def publish_sharing(path, pages):
    """Publish pages that name shared files, each by a folder of its own, as processes do."""
    with open_site(path) as site:
        missing = [name for name in pages if not site.keep(name, "1")]
        parts = [(site.part([name]), name) for name in missing]
        for part, name in parts:
            for shared in pages[name]:
                part.share(shared, SHARED[shared])
            part.write(name, name.encode(), "1", pages[name])
            site.join(part)
    return site, missing


PAGES = {"1.html": ("shared/1",), "2.html": ("shared/1", "shared/2")}
WHOLE = {"1.html": "1.html", "2.html": "2.html", "shared/1": "one", "shared/2": "two"}


def test_what_pages_share_is_there_once_and_kept_with_them(tmp_path):
    path = tmp_path / "site"
    first, _ = publish_sharing(path, PAGES)
    assert read(path) == WHOLE
    assert (first.written, first.kept) == (4, 0)
    again, missing = publish_sharing(path, PAGES)
    assert (again.written, again.kept, missing) == (0, 4, [])


def test_a_page_whose_shared_file_is_gone_is_made_again_and_no_other(tmp_path):
    path = tmp_path / "site"
    publish_sharing(path, PAGES)
    (path / "shared/2").unlink()
    _, missing = publish_sharing(path, PAGES)
    assert missing == ["2.html"]
    assert read(path) == WHOLE


def test_what_no_page_shares_any_more_is_gone(tmp_path):
    path = tmp_path / "site"
    publish_sharing(path, PAGES)
    publish_sharing(path, {"1.html": ("shared/1",)})
    assert read(path) == {"1.html": "1.html", "shared/1": "one"}


@pytest.mark.usefixtures("swapping")
def test_a_publish_that_fails_leaves_the_old_site_whole(site):
    with pytest.raises(RuntimeError, match="on the way"):
        die_on_the_way(site)
    assert read(site) == OLD
    assert left_beside(site) == []


def test_what_a_killed_publish_left_beside_is_removed_by_the_next(site):
    (site.parent / ".site.new").mkdir()
    (site.parent / ".site.new" / "index.html").write_text("half")
    publish(site, NEW, "2")
    assert read(site) == NEW
    assert left_beside(site) == []


def test_a_publish_killed_between_two_renames_is_put_right_by_the_next(site):
    site.rename(site.parent / ".site.old")
    with open_site(site) as new:
        assert read(site) == OLD
        assert new.keep("index.html", "1")
    assert left_beside(site) == []


def test_a_full_disk_is_told_and_leaves_the_old_site_whole(site, monkeypatch):
    def full(_path, _data, _sha256):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(folders, "write_file", full)
    with pytest.raises(ExportError, match="No space left on device; what was published before is as it was"):
        publish(site, NEW, "2")
    monkeypatch.undo()
    assert read(site) == OLD


def test_a_file_in_the_way_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "thesis").write_text("mine")
    with pytest.raises(ExportError, match="it is a file; name a new or an empty folder"):
        publish(tmp_path / "thesis", NEW)
    with pytest.raises(ExportError, match="as it was"):
        publish(tmp_path / "thesis" / "site", NEW)
    assert (tmp_path / "thesis").read_text() == "mine"
    assert left_beside(tmp_path / "thesis") == []


def test_a_place_that_takes_nothing_is_told():
    with pytest.raises(ExportError, match=r"folder `/proc/\d+/site`: .*; what was published before is as it was"):
        publish(Path("/proc/self/site"), NEW)


MOMENTS = {
    "at its first file": ("write_file", OLD),
    "before its manifest": ("render_manifest", OLD),
    "before the two change places": ("_exchange", OLD),
    "before the old one is removed": ("rmtree", NEW),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_publish_that_is_killed_leaves_one_site_whole_and_the_next_puts_all_right(site, moment):
    name, whole = MOMENTS[moment]
    process = get_context("fork").Process(target=publish_and_die, args=(site, name))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert read(site) == whole
    publish(site, NEW, "2")
    assert read(site) == NEW
    assert left_beside(site) == []


def publish_and_die(path, name):
    """Publish in a process that is killed where it would call a function of the folder."""

    def die(*_args, **_options):
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(shutil if name == "rmtree" else folders, name, die)
    publish(path, NEW, "2")


def test_a_folder_of_somebody_else_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-1.txt").write_text("mine")
    with pytest.raises(ExportError, match="holds something that is no site"):
        publish(tmp_path / "thesis", NEW)
    assert read(tmp_path / "thesis") == {"chapter-1.txt": "mine"}


def test_two_cannot_publish_beside_each_other(site):
    with open_site(site), pytest.raises(ExportError, match="another process publishes"), open_site(site):
        pass  # pragma: no cover - it is not reached


def test_a_link_to_the_folder_is_followed(site, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "www").symlink_to(site)
    publish(tmp_path / "elsewhere" / "www", NEW, "2")
    assert read(site) == NEW
    assert (tmp_path / "elsewhere" / "www").is_symlink()


def test_the_manifest_names_every_file_once(site):
    made = parse_manifest((site / "manifest.json").read_bytes())
    assert made is not None
    assert sorted(made) == sorted(OLD)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":"assessor-site-manifest-v1","files":{"a":1}}', "\xff"])
def test_what_is_no_manifest_is_taken_for_none(text):
    assert parse_manifest(text.encode("latin-1")) is None
