"""What the pages must tell: every command, option, setting, exit code and error code, and every decision."""

from __future__ import annotations

import re

import pytest
import typer

from assessor.cli import app
from assessor.cli.exit_code import ExitCode
from assessor.errors import EXIT_CODES
from tests.docs.pages import CHECKOUT, DOCS, PAGES, prose_of, sections_of, tables_in

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
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
        is_default = name == getattr(command, "default", None)
        yield from leaves(below, path if is_default else (*path, name))


PROGRAM = typer.main.get_command(app)
COMMANDS = dict(leaves(PROGRAM))
SECTIONS = {
    title.removeprefix("assessor "): text
    for title, text in re.findall(r"(?ms)^## (assessor [a-z -]+)\n(.*?)(?=^## |\Z)", CLI)
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


def test_the_readme_names_every_command_and_no_other():
    (rows,) = tables_in(sections_of(README, 2)["Command line"])
    told = set()
    for row in rows:
        *group, last = [word for word in row["command"].strip("`").split(" ") if not word.isupper()]
        inner = [word for word in last.split("\\|") if re.fullmatch(r"[a-z][a-z-]*", word)]
        told |= {" ".join([*group, word]) for word in inner} or {" ".join(group)}
    assert told == set(COMMANDS)


def test_the_readme_names_every_exit_code():
    told = re.search(r"Exit codes: ([^.]+)\.", README)
    assert told
    assert {int(n) for n in re.findall(r"\b(\d)\b", told[1])} == {c.value for c in ExitCode if c.value < 10}


def test_every_key_of_an_assessment_in_json_is_told(demo):
    told = SECTIONS["assess"].partition("one flat object:")[2].partition(".\n")[0]
    assert set(re.findall(r"`(\w+)`", told)) == set(demo["assessments"][0])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page):
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", prose_of(page)):
        found = page.parent / target if target else page
        assert found.exists(), target
        assert not anchor or anchor in anchors_of(found), f"{target}#{anchor}"


def anchors_of(page):
    """Return the anchors of a page's headings: lower case, marks taken out, blanks as hyphens."""
    headings = re.findall(r"(?m)^#+ (.+)$", prose_of(page))
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


def test_every_page_is_linked_from_the_readme():
    pages = {page.relative_to(CHECKOUT).as_posix() for page in DOCS.glob("*.md")}
    assert pages <= set(re.findall(r"\]\(([^)#]+)", README))


DECISIONS = sorted(path for path in (DOCS / "adr").glob("0*.md") if not path.stem.startswith("0000"))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_one_page_says_what_it_costs_and_stands_in_the_list(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    head = re.match(r"# (\d{4}\. .+)\n\n\*Status: (accepted|superseded by .+?|proposed)\. Date: [\d-]+\.\*\n", text)
    assert head
    assert list(sections_of(text, 2)) == ["Context", "Decision", "Consequences", "Alternatives"]
    consequences = sections_of(text, 2)["Consequences"]
    assert re.search(r"(?m)^Good:", consequences)
    assert len(re.findall(r"(?m)^- ", consequences.partition("\nBad:")[2])) >= 2
    number, _, name = head[1].partition(". ")
    (rows,) = tables_in((DOCS / "adr" / "README.md").read_text(encoding="utf-8"))
    assert {"no.": f"[{number}]({path.name})", "decision": name, "status": head[2]} in rows
