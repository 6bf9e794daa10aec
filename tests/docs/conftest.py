"""What tests of several pages look at."""

from __future__ import annotations

import json
import subprocess
from functools import partial

import pytest

from tests.docs.harbour import judge_north
from tests.forking import program


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """What `assessor demo --json` tells."""
    ended = subprocess.run(
        [*program(), "demo", "--json"],
        cwd=tmp_path_factory.mktemp("demo"),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout)


@pytest.fixture
def judge(tmp_path):
    """Judge the north harbour of the rule authors' guide by other rules and other evidence."""
    return partial(judge_north, tmp_path)
