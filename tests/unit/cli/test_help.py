"""What every command offers."""

from __future__ import annotations

import re

import pytest
import typer

from assessor.cli import app

COMMANDS = {
    "init", "demo", "import files", "import withdraw", "assess", "recompute",
    "explain", "history", "backtest", "trace", "diff", "what-if", "outlook", "flip",
    "signal add", "signal propose", "signal accept", "signal list", "signal show",
    "signal correct", "signal retract", "source regrade", "event merge",
    "override set", "override lift", "override list",
    "reading add", "reading import", "reading revise", "reading list",
    "rules analyse", "rules check", "rules compare", "rules coverage", "rules diff", "rules example", "rules graph",
    "rules impact", "rules mutate", "rules publish", "rules schema", "rules sensitivity", "rules show", "rules steps",
    "rules table", "rules test", "rules watch",
    "log verify", "log show", "log init-key", "log key", "log rotate-key",
    "log checkpoint", "log checkpoints", "log cosign",
    "log witness add", "log witness list", "log pin", "log pins",
    "log prove", "log receipt", "log export", "receipt verify",
    "assessment bundle", "assessment prov", "bundle verify",
    "log replay", "log rebuild", "content erase",
    "db grant", "publish", "serve",
}  # fmt: skip


def leaves(command, path=()):
    """Yield every command that does something, by its words."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(path), command
        return
    for name, below in inner.items():
        yield from leaves(below, (*path, name))


FOUND = dict(leaves(typer.main.get_command(app)))


def test_these_are_the_commands():
    assert set(FOUND) == COMMANDS


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_prints_json_and_says_what_each_option_means(name):
    parameters = FOUND[name].params
    assert "--json" in {option for p in parameters for option in p.opts}
    assert FOUND[name].help
    unexplained = [p.name for p in parameters if not p.help and p.name != "help"]
    assert not unexplained


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_needs_no_database(run, name):
    ended = run(*name.split(), "--help")
    assert ended.code == 0
    assert f"Usage: assessor {name}" in ended.out
    told = re.sub(r"\[\d+<=x<=\d+\]", "", ended.out)  # what range a number has
    assert "<" not in told  # a flag takes no `<bool>`, and a cell is no `<str>`
