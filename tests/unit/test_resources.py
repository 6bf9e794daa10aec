"""Shipped files are found in a checkout, and their absence is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor import resources
from assessor.errors import ConfigurationError
from assessor.resources import resource_dir

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["rules", "migrations", "schemas"])
def test_a_checkout_is_its_own_source(name: resources.ResourceName) -> None:
    assert resource_dir(name) == CHECKOUT / name


def test_a_packaged_copy_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(resources, "_PACKAGED", tmp_path)
    assert resource_dir("rules") == tmp_path / "rules"


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGED", tmp_path)
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path)
    with pytest.raises(ConfigurationError, match="`schemas`"):
        resource_dir("schemas")
