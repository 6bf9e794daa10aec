"""What every test gets: a bare environment, hypothesis profiles, golden files, databases; more is in pyproject."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from assessor.store.database import Database
from tests.postgresql_server import serve
from tests.property.examples import EVERYDAY
from tests.stores import PostgresqlStore, SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.postgresql_server import PostgresqlServer
    from tests.stores import Store

GOLDEN = Path(__file__).parent / "golden"
SHELL = {"FORCE_COLOR", "PYTHONDONTWRITEBYTECODE"}
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108 - files of a machine's memory, and how many bytes must be free

# A slow machine is no failure: no deadlines. `pytest --hypothesis-profile=thorough` looks longer.
hypothesis.settings.register_profile("everyday", max_examples=EVERYDAY, deadline=None, print_blob=True)
hypothesis.settings.register_profile("thorough", max_examples=50 * EVERYDAY, deadline=None, print_blob=True)
hypothesis.settings.load_profile("everyday")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-rewrite", action="store_true", help="write tests/golden from what the program gives now")
    parser.addoption("--brief", action="store_true", help="ask one kind of database alone of what is above the store")
    parser.addoption("--soak", action="store_true", help="do whole, or 200 times, what is done in part every day")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out in brief what above the store is done on a second kind of database."""
    if not config.getoption("--brief"):
        return
    left_out = {item for item in items if "postgresql" in item.name and not _is_about_stores(item.path)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _is_about_stores(path: Path) -> bool:
    return path.parent.name in {"contract", "store"} or path.name.startswith(("test_store_", "test_databases_"))


def pytest_configure() -> None:
    """Take away what a developer's shell would lend the program, and move far from UTC."""
    for name in [n for n in os.environ if n.startswith("ASSESSOR_") or n in SHELL]:
        del os.environ[name]
    sys.dont_write_bytecode = False  # what is imported in thousands of processes is compiled once
    os.environ["TZ"] = "Pacific/Kiritimati"  # UTC+14: a local day told as a UTC day shows
    time.tzset()
    # No test outlives the power, and thousands of commits would wait for disks.
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _has_room() -> bool:
    if not os.access(MEMORY, os.W_OK):
        return False
    found = os.statvfs(MEMORY)
    return not found.f_flag & os.ST_NOEXEC and found.f_bavail * found.f_frsize > ROOM


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with the file of that name under tests/golden, or write it there when asked to."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden-rewrite"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{name} differs: read it, or rewrite it with `make golden`"

    return compare


@pytest.fixture
def is_soaked(request: pytest.FixtureRequest) -> bool:
    """Return whether what takes long is done as a whole."""
    return bool(request.config.getoption("--soak"))


@pytest.fixture
def rounds(is_soaked: bool) -> int:
    """Return how often to do what comes out differently each time."""
    return 200 if is_soaked else 10


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """Start a PostgreSQL server, once a process that needs one."""
    with serve() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Return a place for a database, once for each kind that there is."""
    if request.param == "sqlite":
        return SqliteStore(tmp_path / "log.db")
    return PostgresqlStore.empty(request.getfixturevalue("postgresql"), "scratch")


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    """Name a database that nothing has been done to yet."""
    found = Database(store.url)
    yield found
    found.close()
