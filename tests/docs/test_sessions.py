"""What pages show of the program is what it does: sessions are run, and commands named in passing exist."""

from __future__ import annotations

import os
import re
import shlex
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.ruleset.conditions import HEADS
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.model import Rule
from assessor.ruleset.yaml_tree import build_tree
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from tests.docs.console import fits, run_session, sessions_of
from tests.docs.pages import CHECKOUT, DOCS, PAGES, blocks_of, lay_out_files, prose_of
from tests.docs.snippets import GUIDE
from tests.docs.test_documented import COMMANDS, PROGRAM, SHARED
from tests.postgresql_server import serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

README, CONTRIBUTING = CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md"
ONE_SESSION = {DOCS / "tutorial.md", DOCS / "faults.md"}
ELSEWHERE = {CONTRIBUTING, *ONE_SESSION}  # the one is for a checkout, the others are followed from end to end
SESSIONS = [(page, title) for page in PAGES if page not in ELSEWHERE for title in sessions_of(page)]
NAMED = sorted(
    {
        (page.stem, text)
        for page in PAGES
        for text in re.findall(r"`(assessor [^`]+)`", prose_of(page))
        if "COMMAND" not in text  # stands for any
    }
)


def found_a_log(folder):
    """Make a database with the doctrine's rules where commands look for one."""
    ruleset = load_ruleset(shipped_framework()).require()
    with open_assessor(str(folder / "assessor.db"), "reader") as assessor:
        initialise(assessor, "assessor.example/log")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)


BEGINS = {
    GUIDE: lambda folder: lay_out_files(GUIDE, folder),
    DOCS / "evaluation.md": lambda folder: lay_out_files(GUIDE, folder),
    DOCS / "restatements.md": lambda folder: lay_out_files(DOCS / "restatements.md", folder),
    DOCS / "cli.md": found_a_log,
    DOCS / "operations.md": found_a_log,
}
"""What is in the folder in which a session of a page begins."""


@contextmanager
def a_server():
    """Run a PostgreSQL server, the one that its own programs and ours find where none is named."""
    with serve() as server:
        path = f"{server.programs}:{os.environ['PATH']}"
        yield {"PGHOST": server.socket, "PGUSER": "postgres", "PATH": path}


SURROUNDINGS: dict[str, Callable[[], AbstractContextManager[dict[str, str]]]] = {"PostgreSQL": a_server}
"""What a session under some heading is run in, as variables of its environment."""


@pytest.mark.parametrize(("page", "title"), SESSIONS, ids=[f"{page.stem}: {title}" for page, title in SESSIONS])
def test_a_session_prints_what_the_page_shows(page, title, tmp_path):
    BEGINS.get(page, lambda _: None)(tmp_path)
    commands = sessions_of(page)[title]
    with SURROUNDINGS.get(title, lambda: nullcontext({}))() as environment:
        ended = run_session(commands, tmp_path, **environment)
    for command, (code, printed) in zip(commands, ended, strict=True):
        assert code == command.code, f"{command.text}\n{printed}"
        assert not command.printed or fits(printed, command.printed), f"{command.text}\n{printed}"


def test_the_readmes_session_ends_in_a_tampering_that_is_found():
    *_, tampering, last = sessions_of(README)["A session"]
    assert "UPDATE log_entry" in tampering.text
    assert (last.text.partition(" #")[0].strip(), last.code) == ("assessor log verify", 5)
    assert "entry 9" in last.printed


@pytest.mark.parametrize(("page", "text"), NAMED)
def test_a_command_named_in_passing_exists_with_its_options(page, text):
    words = shlex.split(text.partition(" | ")[0])[1:]
    name = next(found for n in (3, 2, 1) if (found := " ".join(words[:n])) in COMMANDS)
    options = {option: p for p in (*PROGRAM.params, *COMMANDS[name].params) for option in p.opts}
    del words[: len(name.split())]
    plain = []
    while words:
        word = words.pop(0)
        if not word.startswith("-"):
            plain.append(word)
        elif word not in SHARED and not getattr(options[word], "is_flag", False):
            words.pop(0)
    assert len(plain) <= sum(p.param_type_name == "argument" for p in COMMANDS[name].params), page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_target_of_make_that_is_shown_exists(page):
    targets = set(re.findall(r"(?m)^([a-z]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8")))
    text = page.read_text(encoding="utf-8")
    shown = set(re.findall(r"`make\s([a-z]+)", text)) | set(re.findall(r"(?m)^\$ make ([a-z]+)", text))
    assert shown <= targets


def test_the_readmes_rule_is_the_shipped_one():
    (block,) = blocks_of(README, "yaml")
    _, data, refused = build_tree(f"rules:\n{block.text}")
    assert not refused
    (rule,) = (Rule.model_validate(entry) for entry in data["rules"])
    assert rule == next(r for r in load_ruleset(shipped_framework()).require().rules_of("11").rules if r.id == rule.id)
    assert set(HEADS) & set(data["rules"][0]["when"])


def test_the_readmes_scenario_is_a_shipped_one():
    (block,) = blocks_of(README, "gherkin")
    shown = [line.strip() for line in block.text.splitlines()]
    for path in (CHECKOUT / "features").glob("*.feature"):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        if any(lines[n : n + len(shown)] == shown for n in range(len(lines))):
            return
    pytest.fail("the README shows a scenario that no feature has")
