"""A browser of the system, and the site that it looks at: from a disk, and from a server on the loopback address."""

from __future__ import annotations

import os
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.published import publish_long_once, publish_odd_once, publish_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class names it
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    mine = tmp_path_factory.getbasetemp()
    return publish_once(
        mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    )  # workers share what one publishes


@pytest.fixture(scope="session")
def sites(site) -> dict[str, Path]:
    """Return the site, the one in which everything is odd, and the one with a long history."""
    return {"plain": site, "odd": publish_odd_once(site.parent), "long": publish_long_once(site.parent)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium is not None, "there is no chromium: install it (Debian calls it `chromium`), see `make setup`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def served(site) -> Iterator[str]:
    """Return the address of the site on a server of our own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Looking:
    """A page, with all that went wrong on it and all that it asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))


@pytest.fixture
def looking(browser) -> Iterator[Looking]:
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    yield Looking(context.new_page())
    context.close()
