"""The tutorial, followed to the letter in an empty folder: its files written, its commands typed where they stand."""

from __future__ import annotations

import shlex
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.console import Command, commands_in, fits, run_session
from tests.docs.pages import DOCS, blocks_of

if TYPE_CHECKING:
    from tests.docs.pages import Block

TUTORIAL = DOCS / "tutorial.md"


def steps_of(block: Block) -> list[Command]:
    """Return what a reader types for a block: what writes its file, or the commands that it shows."""
    if block.file is None:
        return commands_in(block.text)
    folder = shlex.quote(str(Path(block.file).parent))
    return [Command(f"mkdir -p {folder} && cat > {block.file} <<'END'\n{block.text}END", "", 0)]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Command, int, str]]:
    """Every command of the tutorial, with its exit code and what it printed."""
    steps = list(chain.from_iterable(map(steps_of, blocks_of(TUTORIAL))))
    ended = run_session(steps, tmp_path_factory.mktemp("tutorial"))
    return [(step, code, printed) for step, (code, printed) in zip(steps, ended, strict=True)]


def test_every_command_prints_what_the_tutorial_shows(followed: list[tuple[Command, int, str]]) -> None:
    for step, code, printed in followed:
        assert code == step.code, f"{step.text}\n{printed}"
        assert not step.printed or fits(printed, step.printed), f"{step.text}\n{printed}"


def test_it_ends_with_two_cells_proven_published_judged_and_verified(followed: list[tuple[Command, int, str]]) -> None:
    typed = [step.text.split()[:3] for step, _, _ in followed if step.text.startswith("assessor")]
    for command in ("rules check", "rules test", "rules mutate", "rules publish", "import", "assess", "explain"):
        assert ["assessor", *command.split()] in [words[: 1 + len(command.split())] for words in typed]
    *_, (_, _, published) = [one for one in followed if one[0].text.startswith("assessor rules publish")]
    assert "reservoirs published" in published
    assert typed[-1][:3] == ["assessor", "log", "verify"]
