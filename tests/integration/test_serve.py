"""The site of a live database: it follows the log, changes nothing, and answers under its own name alone."""

from __future__ import annotations

from http.client import HTTPConnection
from threading import Thread

import pytest

from assessor.errors import UsageError
from assessor.site.serve import LiveSite, open_server
from tests.harbour_log import found, judge_harbour, open_harbour

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def context(tmp_path):
    with open_harbour(tmp_path / "log.db") as context:
        found(context)
        yield context


@pytest.fixture
def port(context, tmp_path):
    with open_server(LiveSite(context, tmp_path / "site"), 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def ask(port, path, *, method="GET", host=None):
    connection = HTTPConnection("127.0.0.1", port)
    connection.request(method, path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


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


def test_another_name_for_this_machine_is_not_answered(port):
    assert ask(port, "/", host="harbour.example")[0] == 421
    assert ask(port, "/", host=f"localhost:{port}")[0] == 200


def test_a_port_that_is_taken_is_told(context, port, tmp_path):
    with pytest.raises(UsageError, match="choose another with --port"):
        open_server(LiveSite(context, tmp_path / "other"), port)
