"""The site of a live database: it follows the log, changes nothing, and answers under its own name alone."""

from __future__ import annotations

from http.client import HTTPConnection
from threading import Event, Thread, Timer

import pytest

from assessor.errors import UsageError
from assessor.site import serve
from assessor.site.publish import publish_site
from assessor.site.serve import LiveSite, open_server
from tests.harbour_log import found, judge_harbour, open_harbour

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def context(tmp_path):
    with open_harbour(tmp_path / "log.db") as context:
        found(context)
        yield context


@pytest.fixture
def port(context, tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "PATIENCE", 60)
    with LiveSite(context, tmp_path / "site") as site, open_server(site, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def ask(port, path, *, method="GET", host=None):
    status, text, _ = ask_for(port, path, method=method, headers={"Host": host} if host else {})
    return status, text


def ask_for(port, path, *, method="GET", headers):
    connection = HTTPConnection("127.0.0.1", port)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, answer.headers


def test_it_shows_what_was_recorded_since_it_began(context, port):
    assert ask(port, "/assessments/12/index.html")[0] == 404
    judge_harbour(context)
    status, text = ask(port, "/assessments/12/index.html")
    assert status == 200
    assert "busy" in text
    assert ask(port, "/")[0] == 200


def test_it_takes_nothing_and_lists_nothing(port):
    assert ask(port, "/", method="POST")[0] == 501
    assert ask(port, "/assessments/")[0] == 404
    assert ask(port, "/../log.db")[0] == 404


OUTSIDE = ["/..%2flog.db", "/%2e%2e/log.db", "/..%5clog.db", "/cells/..%2f..%2flog.db", "//log.db"]
ODD = ["/index.html%00", "/%ed%a0%80", f"/{'a' * 5000}"]


@pytest.mark.parametrize("path", [*OUTSIDE, *ODD])
def test_no_way_leads_out_of_the_site_and_no_name_upsets_it(port, path):
    assert ask(port, path)[0] == 404
    assert ask(port, "/")[0] == 200


def test_a_page_is_sent_again_only_where_it_is_another(context, port):
    status, text, headers = ask_for(port, "/", headers={})
    tag = headers["ETag"]
    assert status == 200
    assert ask_for(port, "/", headers={"If-None-Match": tag})[:2] == (304, "")
    again = {"If-Modified-Since": headers["Last-Modified"]}  # it could have changed twice in that second
    assert ask_for(port, "/", headers=again)[0] == 200
    told = ask_for(port, "/", method="HEAD", headers={})
    assert told[:2] == (200, "")
    assert (told[2]["ETag"], told[2]["Content-Length"]) == (tag, str(len(text.encode())))
    judge_harbour(context)
    status, _, headers = ask_for(port, "/", headers={"If-None-Match": tag})
    assert status == 200
    assert headers["ETag"] != tag


def test_whoever_asks_while_pages_are_made_sees_those_of_before(context, tmp_path, monkeypatch):
    with LiveSite(context, tmp_path / "site") as site:
        size, may_go_on = site.size, Event()

        def publish_slowly(*args, **options):
            assert may_go_on.wait(30)
            return publish_site(*args, **options)

        monkeypatch.setattr(serve, "publish_site", publish_slowly)
        judge_harbour(context)
        site.refresh(0.01)
        site.refresh(0.01)
        assert site.size == size
        assert (site.folder / "index.html").is_file()
        may_go_on.set()
        site.refresh(30)
        assert site.size > size


@pytest.fixture
def slowly(monkeypatch):
    """Return an event that publishing waits for."""
    may_go_on = Event()

    def publish_slowly(*args, told, **options):
        told(3, 7_000)
        assert may_go_on.wait(30)
        told(4, 7_000)
        return publish_site(*args, told=told, **options)

    monkeypatch.setattr(serve, "publish_site", publish_slowly)
    yield may_go_on
    may_go_on.set()


def test_who_asks_before_there_are_pages_is_told_how_far_they_are(context, tmp_path, monkeypatch, slowly):
    monkeypatch.setattr(serve, "PATIENCE", 0.01)
    with LiveSite(context, tmp_path / "site", patience=0.01) as site, open_server(site, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        status, text, headers = ask_for(server.server_port, "/", method="GET", headers={})
        assert (status, headers["Retry-After"]) == (503, "2")
        assert "of 7,000 assessments, 3 are done" in text
        slowly.set()
        site.refresh(60)
        assert ask(server.server_port, "/")[0] == 200
        server.shutdown()
        thread.join()


def test_pages_that_nobody_waits_for_any_more_are_given_up(context, tmp_path, slowly):
    with LiveSite(context, tmp_path / "site", patience=0.01):
        Timer(0.1, slowly.set).start()
    assert not (tmp_path / "site").exists()


def test_pages_that_were_kept_are_not_made_again(context, tmp_path):
    with LiveSite(context, tmp_path / "site"):
        before = (tmp_path / "site/index.html").stat().st_ino
    with LiveSite(context, tmp_path / "site"):
        assert (tmp_path / "site/index.html").stat().st_ino == before


def test_another_name_for_this_machine_is_not_answered(port):
    assert ask(port, "/", host="harbour.example")[0] == 421
    assert ask(port, "/", host=f"localhost:{port}")[0] == 200


def test_a_port_that_is_taken_is_told(context, port, tmp_path):
    with pytest.raises(UsageError, match="choose another with --port"):
        open_server(LiveSite(context, tmp_path / "other"), port)
