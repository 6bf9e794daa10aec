"""A hostile ruleset costs an error message: bounded time and memory, no trace, nothing recorded, exit code 4."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from assessor.ruleset.load import MOST_PROBLEMS, load_ruleset

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES: Final = Path(__file__).parents[1] / "fixtures" / "rulesets"
SECONDS: Final = 10  # of the processor, for each; they take one or two at most
PATIENCE: Final = 300  # for all of them together; a slow machine is no failure
MOST_MEMORY: Final = 1_000_000_000
MOST_OUTPUT: Final = 3_000_000
RULESET_INVALID: Final = 4
HEAD: Final = "cell: harbour\nrules:\n"


def rule(number: int, when: str, then: str = "{trend: rising}") -> str:
    return f"  - {{id: r{number}, because: so, then: {then}, when: {when}}}\n"


def write_rules(folder: Path, text: str | bytes) -> None:
    data = text.encode("utf-8") if isinstance(text, str) else text
    (folder / "rules" / "flaw.yaml").write_bytes(data)


def not_yaml(folder: Path) -> None:
    write_rules(folder, "cell: [harbour\nrules: }\n")


def bytes_of_a_program(folder: Path) -> None:
    write_rules(folder, bytes(range(256)) * 1_000)


def a_list(folder: Path) -> None:
    write_rules(folder, "- cell: harbour\n")


def keys_twice(folder: Path) -> None:
    write_rules(folder, "cell: harbour\n" + "cell: ferry\n" * 10_000)


def a_list_of_very_many_names(folder: Path) -> None:
    findings = ", ".join(f"f{n % 30_000}" for n in range(60_000))
    write_rules(folder, HEAD + rule(1, f"{{findings: [{findings}], at_least: 1}}"))


def aliases_that_explode(folder: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    write_rules(folder, "\n".join(lines))


def an_alias_of_itself(folder: Path) -> None:
    write_rules(folder, "cell: &cell\n  inside: *cell\n")


def fifty_megabytes(folder: Path) -> None:
    with (folder / "rules" / "flaw.yaml").open("wb") as file:
        file.truncate(50_000_000)


def a_text_of_five_megabytes(folder: Path) -> None:
    write_rules(
        folder, f"{HEAD}  - {{id: r, because: {'x' * 4_900_000}, then: {{trend: rising}}, when: {{state: idle}}}}"
    )


def a_thousand_levels_of_brackets(folder: Path) -> None:
    write_rules(folder, "cell: " + "[" * 1_000 + "]" * 1_000)


def a_hundred_thousand_levels_of_brackets(folder: Path) -> None:
    write_rules(folder, "cell: " + "[" * 100_000)


def a_thousand_levels_of_not(folder: Path) -> None:
    write_rules(folder, HEAD + rule(1, "{not: " * 1_000 + "{state: idle}" + "}" * 1_000))


def more_conditions_than_bearable(folder: Path) -> None:
    states = ", ".join(["{state: idle}"] * 100)
    write_rules(folder, HEAD + "".join(rule(n, f"{{any: [{states}]}}") for n in range(210)))


def names_that_are_all_unknown(folder: Path) -> None:
    findings = ", ".join(f"finding-number-{n}" for n in range(1_000))
    text = "".join(rule(n, f"{{findings: [{findings}], at_least: 1}}") for n in range(2))
    known = "".join(rule(n + 1_000, "{state: idle}", f"{{finding: fnding-nmber-{n}}}") for n in range(1_500))
    write_rules(folder, HEAD + known + text)


def findings_in_thousands_of_circles(folder: Path) -> None:
    names = ", ".join(f"f{n}" for n in range(150))
    rules = (rule(n, f"{{findings: [{names}], at_least: 1, reason: so}}", f"{{finding: f{n}}}") for n in range(150))
    write_rules(folder, HEAD + "".join(rules))


def a_circle_of_thousands_of_findings(folder: Path) -> None:
    rules = (rule(n, f"{{finding: f{(n + 1) % 4_000}}}", f"{{finding: f{n}}}") for n in range(4_000))
    write_rules(folder, HEAD + "".join(rules))


def keys_that_are_all_unknown(folder: Path) -> None:
    write_rules(folder, HEAD + rule(1, "{state: idle}") + "".join(f"key-number-{n}: 1\n" for n in range(20_000)))


def a_number_of_a_million_digits(folder: Path) -> None:
    write_rules(folder, HEAD + rule(1, f"{{score: {{ships-come: 1}}, at_least: {'9' * 1_000_000}}}"))


def a_window_of_millennia(folder: Path) -> None:
    write_rules(folder, HEAD + rule(1, "{signals: {}, within: P99999Y, reason: so}"))


def a_rationale_that_is_a_program(folder: Path) -> None:
    text = "{__import__('os').system('touch hacked')} {count.__class__.__mro__[1].__subclasses__()} {0!r}"
    when = "{signals: {}, within: P1Y, reason: so}"
    write_rules(folder, HEAD + rule(1, when).replace("because: so", f'because: "{text}"'))


def a_tag_that_builds_an_object(folder: Path) -> None:
    write_rules(folder, "cell: !!python/object/apply:os.system ['touch hacked']\n")


def a_folder_named_like_a_file(folder: Path) -> None:
    (folder / "rules" / "flaw.yaml").mkdir()
    (folder / "cells" / "loop.yaml").symlink_to(folder / "cells" / "loop.yaml")


def a_pipe_that_never_ends(folder: Path) -> None:
    os.mkfifo(folder / "rules" / "flaw.yaml")


def thousands_of_files(folder: Path) -> None:
    for number in range(2_100):
        (folder / "rules" / f"{number}.yaml").touch()


HOSTILE: Final[list[Callable[[Path], None]]] = [
    not_yaml,
    bytes_of_a_program,
    a_list,
    keys_twice,
    a_list_of_very_many_names,
    aliases_that_explode,
    an_alias_of_itself,
    fifty_megabytes,
    a_text_of_five_megabytes,
    a_thousand_levels_of_brackets,
    a_hundred_thousand_levels_of_brackets,
    a_thousand_levels_of_not,
    more_conditions_than_bearable,
    names_that_are_all_unknown,
    findings_in_thousands_of_circles,
    a_circle_of_thousands_of_findings,
    keys_that_are_all_unknown,
    a_number_of_a_million_digits,
    a_window_of_millennia,
    a_rationale_that_is_a_program,
    a_tag_that_builds_an_object,
    a_folder_named_like_a_file,
    a_pipe_that_never_ends,
    thousands_of_files,
]


RUN = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
from assessor.cli import main
"""
CHECK_EACH: Final = (
    RUN
    + """
import contextlib, io, json, sys, time
for name in sys.argv[1:]:
    sys.argv = ["assessor", "rules", "check", name]
    out, err, begun = io.StringIO(), io.StringIO(), time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    print(json.dumps([name, code, out.getvalue(), err.getvalue(), time.process_time() - begun]), flush=True)
"""
)
"""Checks each folder by itself, in one process with little memory, as loading the program takes longer than most."""


class Checked(NamedTuple):
    """How checking one hostile folder ended."""

    code: int
    out: str
    err: str
    seconds: float


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds every hostile framework, each under its name."""
    found = tmp_path_factory.mktemp("hostile")
    for make_hostile in HOSTILE:
        make_hostile(shutil.copytree(FIXTURES / "sound", found / make_hostile.__name__))
    return found


@pytest.fixture(scope="module")
def checked(hostile: Path) -> dict[str, Checked]:
    """Return how checking each of them ended."""
    command = [sys.executable, "-c", CHECK_EACH, *(make_hostile.__name__ for make_hostile in HOSTILE)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE, cwd=hostile)
    assert ran.returncode == 0, ran.stdout[-1000:] + ran.stderr
    return {name: Checked(*ended) for name, *ended in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.parametrize("name", [make_hostile.__name__ for make_hostile in HOSTILE])
def test_a_hostile_file_costs_an_error_message(hostile: Path, checked: dict[str, Checked], name: str) -> None:
    code, out, err, seconds = checked[name]
    assert code == RULESET_INVALID, err
    assert "Traceback" not in out + err
    assert len(out) < MOST_OUTPUT
    assert seconds < SECONDS
    told = out.splitlines()[:-1]
    assert told
    assert all(re.match(rf"{name}(/[a-z0-9/.]+)?:\d+:\d+: \S", line) for line in told)
    assert not (hostile / "hacked").exists()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FIXTURES / "sound", tmp_path / "framework")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program by itself, with little memory and time."""
    command = [sys.executable, "-c", RUN + "main()", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE, cwd=folder.parent)


def test_the_ends_of_limits_are_inside(folder: Path) -> None:
    write_rules(folder, HEAD + "".join(rule(n, "{not: {state: idle}}") for n in range(9_900)))
    (folder / "rules" / "deep.yaml").write_text(
        HEAD + rule(-1, "{not: " * 28 + "{state: idle}" + "}" * 28), encoding="utf-8"
    )
    assert load_ruleset(folder).errors == ()


def test_names_that_are_all_unknown_are_told_up_to_a_number(folder: Path) -> None:
    names_that_are_all_unknown(folder)
    problems = load_ruleset(folder).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert "there are more than 500 problems of names; mend these first" in map(attrgetter("message"), problems)


def test_warnings_refuse_nothing_however_many_they_are(folder: Path) -> None:
    write_rules(
        folder, HEAD + "".join(rule(n, "{state: idle}", f"{{finding: f{n}}}") for n in range(MOST_PROBLEMS + 100))
    )
    loaded = load_ruleset(folder)
    assert loaded.errors == ()
    assert loaded.ruleset is not None
    told = Counter(problem.severity for problem in loaded.problems)
    assert told["warning"] == MOST_PROBLEMS + 1


def test_a_hostile_ruleset_is_not_published(folder: Path) -> None:
    run(folder, "init")
    database = folder.parent / "assessor.db"
    before = database.read_bytes()
    keys_twice(folder)
    refused = run(folder, "rules", "publish", "framework")
    assert refused.returncode == RULESET_INVALID
    assert "Traceback" not in refused.stdout + refused.stderr
    assert "stands here twice" in refused.stdout + refused.stderr
    assert database.read_bytes() == before


def test_marks_that_turn_text_around_are_shown_as_escapes(folder: Path) -> None:
    write_rules(folder, HEAD + rule(1, "{finding: 'a\u202eb'}", "{trend: '[red]<b>\u200f'}"))
    shown = run(folder, "rules", "check", "framework").stdout
    assert shown.isascii()
    assert "\\u202e" in shown or "printable" in shown
