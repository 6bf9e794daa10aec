"""What the pages of `docs/` must tell: every command, option, setting, exit code and error code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from assessor.cli import app
from assessor.cli.exit_code import ExitCode
from assessor.errors import EXIT_CODES

CHECKOUT = Path(__file__).parents[2]
CLI = (CHECKOUT / "docs" / "cli.md").read_text(encoding="utf-8")
ERRORS = (CHECKOUT / "docs" / "errors.md").read_text(encoding="utf-8")
OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
SHARED = {"--help", "--json"}


def leaves(command, path=()):
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(path), command
        return
    for name, below in inner.items():
        yield from leaves(below, (*path, name))


PROGRAM = typer.main.get_command(app)
COMMANDS = dict(leaves(PROGRAM))
SECTIONS = {
    title.removeprefix("assessor "): text
    for title, text in re.findall(r"(?ms)^## (assessor [a-z ]+)\n(.*?)(?=^## |\Z)", CLI)
}


def options_of(command):
    return {option for p in command.params for option in p.opts if option.startswith("--")}


def test_every_command_has_a_section_and_every_section_a_command():
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_stands_in_its_section_and_no_other(name):
    told = set(re.findall(r"`(--[a-z-]+)`", SECTIONS[name]))
    assert told - SHARED - options_of(PROGRAM) == options_of(COMMANDS[name]) - SHARED


def test_the_options_of_every_command_are_told():
    table = CLI.partition("## Options of every command")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(--[a-z-]+)`", table, re.MULTILINE)) == options_of(PROGRAM) | SHARED


def test_every_exit_code_is_told_with_its_meaning():
    table = CLI.partition("## Exit codes")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| (\d+) \| ([^:(|]+)", table, re.MULTILINE))
    assert {int(code): meaning.strip() for code, meaning in told.items()} == {c.value: c.meaning for c in ExitCode}


def test_every_error_code_is_told_with_its_exit_code():
    told = re.findall(r"^\| `([a-z-]+)` \| (\d+) \| [^|]+ \| [^|]+ \|$", ERRORS, re.MULTILINE)
    assert {code: int(number) for code, number in told} == EXIT_CODES


def test_every_setting_is_told():
    read = {
        name
        for path in (CHECKOUT / "src").rglob("*.py")
        for name in re.findall(
            r"""environ(?:\.get\(|\[)["']([A-Z_]+)|["']([A-Z_]+)["'] (?:not )?in os\.environ""", path.read_text()
        )
        for name in name
        if name
    }
    assert read >= {"ASSESSOR_DATABASE_URL", "ASSESSOR_ACTOR"}
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, re.MULTILINE))
    assert read <= told


@pytest.mark.parametrize("page", ["cli.md", "errors.md", "operations.md"])
def test_links_between_pages_lead_somewhere(page):
    text = (CHECKOUT / "docs" / page).read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([a-z.]*)(?:#([a-z-]+))?\)", text):
        found = CHECKOUT / "docs" / (target or page)
        headings = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
        assert not anchor or anchor in {h.lower().replace(" ", "-") for h in headings}
