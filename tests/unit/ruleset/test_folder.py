"""Which files are read is a matter of their names and sizes, in an order that no file system decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessor.errors import ConfigurationError
from assessor.ruleset import folder as folders
from assessor.ruleset.folder import FolderFiles, list_files
from assessor.ruleset.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: 1\n", encoding="utf-8")


def listed(folder: Path) -> FolderFiles:
    files = list_files(folder)
    assert isinstance(files, FolderFiles)
    return files


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_a_framework_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigurationError, match=r"holds no framework.yaml: name the folder of a framework$"):
        list_files(tmp_path / name)


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, "framework.yaml", "rules/b.yaml", "rules/a/z.yaml", "rules/a.yaml", "cells/2.yaml", "cells/10.yaml")
    files = listed(tmp_path)
    assert [p.relative_to(tmp_path).as_posix() for p in files.rules] == [
        "rules/a/z.yaml",
        "rules/a.yaml",
        "rules/b.yaml",
    ]
    assert [p.name for p in files.cells] == ["10.yaml", "2.yaml"]
    assert files.codebook is None
    assert files.problems == ()


def test_what_is_not_yaml_or_hidden_or_evidence_is_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path, "framework.yaml", "README.md", "rules/notes.txt", "rules/.swap.yaml", ".git/x.yaml", "evidence/e.yml"
    )
    assert listed(tmp_path).problems == ()


def test_other_yaml_is_told(tmp_path: Path) -> None:
    names = ("Framework.yml", "cell/a.yaml", "outlook/a/b.yaml", "rules/a.YAML", "rules/evidence/e.yml")
    write(tmp_path, "framework.yaml", *names)
    problems = listed(tmp_path).problems
    assert [p.file for p in problems] == sorted(str(tmp_path / name) for name in names)
    assert {p.code for p in problems} == {"unread-file"}


def test_too_many_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_FILES", 3)
    write(tmp_path, "framework.yaml", "rules/a.yaml", "rules/b.yaml")
    assert isinstance(list_files(tmp_path), FolderFiles)
    write(tmp_path, "rules/c.yaml")
    problem = list_files(tmp_path)
    assert isinstance(problem, Problem)
    assert str(problem) == f"{tmp_path}:1:1: more than 3 YAML files are here; split the framework"


def test_too_many_bytes_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_BYTES", 10)
    write(tmp_path, "framework.yaml", "rules/a.yaml")
    assert isinstance(list_files(tmp_path), FolderFiles)
    write(tmp_path, "rules/b.yaml")
    problem = list_files(tmp_path)
    assert isinstance(problem, Problem)
    assert str(problem) == f"{tmp_path}:1:1: the files here have 15 bytes, more than 10; split the framework"
