"""A wheel carries what the program reads, and works unpacked in any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SHIPPED = ("rules", "migrations", "schemas", "export")


def shipped_files(name: str) -> set[str]:
    files = (p.relative_to(CHECKOUT) for p in (CHECKOUT / name).rglob("*") if p.is_file())
    return {f"assessor/_resources/{path.as_posix()}" for path in files if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    (path,) = folder.glob("assessor-*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_wheel_has_every_shipped_file(names: set[str], name: str) -> None:
    expected = shipped_files(name)
    assert expected
    assert {n for n in names if n.startswith(f"assessor/_resources/{name}/")} == expected


@pytest.mark.parametrize(
    "part",
    [
        "rules/doctrine/framework.yaml",
        "rules/violence-mx/evidence/ucdp-ged-mexico.csv.gz",
        "rules/doctrine/cells/11-",
        "migrations/env.py",
        "schemas/",
    ],
)
def test_a_wheel_has_a_framework_migrations_and_schemas(names: set[str], part: str) -> None:
    assert any(name.startswith(f"assessor/_resources/{part}") for name in names)


def test_a_wheel_says_that_it_is_typed_and_how_it_is_licensed(names: set[str]) -> None:
    assert "assessor/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_an_unpacked_wheel_finds_its_own_files(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    code = "import sys; from assessor.resources import resource_dir; [print(resource_dir(n)) for n in sys.argv[1:]]"
    told = subprocess.run(
        [sys.executable, "-c", code, *SHIPPED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split() == [str(unpacked / "assessor" / "_resources" / name) for name in SHIPPED]
