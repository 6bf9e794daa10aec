"""The harbours of the rule authors' guide, with its feature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import lay_out_files
from tests.docs.snippets import GUIDE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def harbours(tmp_path: Path) -> Path:
    lay_out_files(GUIDE, tmp_path)
    return tmp_path / "harbours"
