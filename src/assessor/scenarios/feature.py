"""
Feature files as cases: each scenario, and each row of an outline's examples, with its steps in order.

Reading is pytest-bdd's. What it would let pass is refused here: two scenarios of one name, of which only
one would run; a scenario that expects nothing; a step that is none; an outline without rows.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.gherkin_parser import get_gherkin_document
from pytest_bdd.parser import FeatureParser

from assessor.domain.quoting import quote
from assessor.ruleset.problems import Problem
from assessor.scenarios.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_bdd.parser import Feature, Scenario, ScenarioTemplate, Step

    from assessor.scenarios.tables import Table

MOST_BYTES: Final = 2_000_000
_PLACE: Final = re.compile(r"^\(\d+:\d+\): ")
"""Where in the file, as the parser begins a line with it."""
_LEFT_OPEN: Final = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    One step as it stands in a file.

    Attributes:
        keyword: `given`, `when` or `then`; of an `And` or `But`, that of the step it goes on from.
        written: Its keyword as written, and its text.
    """

    keyword: str
    text: str
    written: str
    line: int
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario, or one row of an outline, ready to run; `example` is empty, or the row in words."""

    path: Path
    feature: str
    name: str
    line: int
    example: str
    steps: tuple[Sentence, ...]

    @property
    def title(self) -> str:
        """The name of the scenario, with its row."""
        return f"{self.name} [{self.example}]" if self.example else self.name


def read_feature(path: Path, *, own_steps: bool = False) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """
    Return the cases of a feature file, and everything that is wrong with it; with problems, no case is to be run.

    Args:
        own_steps: Whether a step that is none of the vocabulary may be one of a repository's own.
    """
    name = str(path)
    try:
        if path.exists() and not path.is_file():
            return (), (Problem(name, 1, 1, "is no file that can be read to its end", "feature-unreadable"),)
        if path.stat().st_size > MOST_BYTES:
            return (), (Problem(name, 1, 1, f"more than {MOST_BYTES:,} bytes; split the feature", "feature-size"),)
        feature = FeatureParser(str(path.parent), path.name, "utf-8").parse()
        problems = list(_repeated(path))
    except GherkinParseError as error:
        return (), (Problem(name, error.line, 1, _first_line(error.message), "feature-form"),)
    except KeyError:  # of a document without a feature, the parser has nothing to look into
        return (), (Problem(name, 1, 1, "there is no `Feature:` in it", "feature-form"),)
    except UnicodeDecodeError as error:
        return (), (Problem(name, 1, 1, f"is not UTF-8 at byte {error.start}; save it as UTF-8", "feature-encoding"),)
    except OSError as error:
        return (), (Problem(name, 1, 1, f"cannot be read: {error.strerror}", "feature-unreadable"),)
    cases: list[Case] = []
    for template in feature.scenarios.values():
        for case in _cases(path, feature, template):
            cases.append(case)
            problems += _check(case, own_steps=own_steps)
        if template.examples and not any(template.examples):
            problems.append(Problem(name, template.line_number, 1, "the outline has no row of examples", "no-example"))
    if not cases and not problems:
        problems.append(Problem(name, 1, 1, "there is no scenario in it", "no-scenario"))
    return tuple(cases), tuple(sorted(set(problems)))


def _first_line(message: str) -> str:
    lines = [line for line in message.strip().splitlines() if not line.endswith("Parser errors:")]
    text, expected, _ = (_PLACE.sub("", lines[0]) if lines else "is no Gherkin").partition(", expected: #")
    if expected:
        text += "; each line begins with a word such as `Scenario:`, its colon with it, `Given` or `Then`"
    return text[:1].lower() + text[1:].removesuffix(".")


def _repeated(path: Path) -> Iterator[Problem]:
    """Yield scenarios whose name another one in the file has: of two, one alone would be run."""
    document = get_gherkin_document(str(path), "utf-8")
    found: list[tuple[str, int]] = []
    for child in document.feature.children:
        if child.scenario is not None:
            found.append((child.scenario.name, child.scenario.location.line))
        if child.rule is not None:
            found += [
                (c.scenario.name, c.scenario.location.line) for c in child.rule.children if c.scenario is not None
            ]
    times = Counter(name for name, _ in found)
    for name, line in found:
        if times[name] > 1:
            message = f"{times[name]} scenarios of this file are called {quote(name)}; give each a name of its own"
            yield Problem(str(path), line, 1, message, "scenario-twice")


def _cases(path: Path, feature: Feature, template: ScenarioTemplate) -> Iterator[Case]:
    rows = [row for examples in template.examples for row in examples.as_contexts()]
    for row in rows or [{}] if not template.examples else rows:
        scenario = template.render(row)
        yield Case(
            path=path,
            feature=feature.name,
            name=scenario.name,
            line=scenario.line_number,
            example=", ".join(row.values()),
            steps=tuple(_sentences(scenario)),
        )


def _sentences(scenario: Scenario) -> Iterator[Sentence]:
    for step in scenario.steps:
        yield Sentence(
            keyword=step.type,
            text=step.name,
            written=f"{step.keyword.strip()} {step.name}",
            line=step.line_number,
            table=_table(step),
        )


def _table(step: Step) -> Table | None:
    return [[str(cell) for cell in row] for row in step.datatable.raw()] if step.datatable is not None else None


def _check(case: Case, *, own_steps: bool) -> Iterator[Problem]:
    name = str(case.path)
    for step in case.steps:
        meant = STEPS.find(step.keyword, step.text)
        left = _LEFT_OPEN.search(step.text)
        if meant is None and own_steps:
            continue
        if meant is None:
            message = (
                f"`<{left[1]}>` is no column of the examples"
                if left is not None
                else unknown_step(step.keyword, step.text)
            )
            yield Problem(name, step.line, 1, message, "unknown-step")
        elif meant.step.takes_table != (step.table is not None):
            message = "a table belongs below this step" if meant.step.takes_table else "this step takes no table"
            yield Problem(name, step.line, 1, message, "step-table")
    if all(step.keyword != "then" for step in case.steps):
        message = f"scenario {quote(case.name)} expects nothing; say what is to be so, with `Then`"
        yield Problem(name, case.line, 1, message, "expects-nothing")


def unknown_step(keyword: str, text: str) -> str:
    """
    Return the message for a step that is none of the vocabulary, with the nearest that are.

    Args:
        keyword: As in `Sentence`.
    """
    told = f"no step reads {quote(text)}"
    is_then = keyword == "then"
    if STEPS.find("when" if is_then else "then", text) is not None:
        return f"{told} here; it stands under {'Given or When' if is_then else 'Then'}"
    near = STEPS.nearest(text)
    if not near:
        return f"{told}; `assessor rules steps` lists them all"
    return f"{told}; the nearest are\n" + "\n".join(f"  {step.shown}" for step in near)
