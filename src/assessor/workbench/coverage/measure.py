"""
Coverage of rules by features: every scenario run once, and every goal asked where it was reached.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.errors import ConfigurationError, RulesetInvalidError
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.model import CellRules, Rule
from assessor.scenarios.library import Library
from assessor.scenarios.suite import frameworks_of, read_suite
from assessor.workbench.coverage.covered import Coverage, Covered
from assessor.workbench.coverage.goals import goals_of
from assessor.workbench.coverage.observing import observe
from assessor.workbench.coverage.written import read_text, written_in
from assessor.workbench.judging import ReusingJudge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assessor.domain.framework import Framework
    from assessor.ruleset.model import Branch, Ruleset
    from assessor.workbench.coverage.covered import Level
    from assessor.workbench.coverage.goals import Goal
    from assessor.workbench.coverage.looking import Looking
    from assessor.workbench.coverage.places import Steps
    from assessor.workbench.coverage.written import Written

_Key = tuple[str | None, str, str, "Steps", str]
"""The cell, the rule, the kind, the part of the rule, and what is to be so."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Feature files, or folders of them; with the folder of a draft, which then is the one framework counted."""

    features: tuple[Path, ...]
    draft: Path | None = None


def measure_coverage(tried: Tried) -> Coverage:
    """
    Run features, and count what they try of the rules of the frameworks that they are about.

    Raises:
        RulesetInvalidError: A framework's files, or the features, have problems.
        ConfigurationError: There are no features, or none is about the draft, or a scenario fails.
    """
    suite = read_suite(tried.features)
    if suite.problems:
        raise RulesetInvalidError(suite.problems)
    draft = load_ruleset(tried.draft).require() if tried.draft is not None else None
    cases = suite.cases if draft is None else suite.about(draft.framework.framework).cases
    if not cases:
        raise ConfigurationError("no scenario is about the draft's framework: name features that are")
    reached: dict[str, _Reached] = {}
    libraries: dict[Path, tuple[Library, ReusingJudge]] = {}
    for case in cases:
        place = case.path.resolve().parent
        if place not in libraries:
            library = Library(place)
            libraries[place] = (library if draft is None else library.alike(draft), ReusingJudge())
        library, judge = libraries[place]
        for name in sorted(frameworks_of(case)):
            if name not in reached:
                folder = tried.draft if draft is not None and tried.draft is not None else library.folder(name)
                reached[name] = _Reached(library.ruleset(name).framework, written_in(folder))
        for looking in observe(case, library, judge):
            reached[looking.histories.ruleset.framework.framework].take(looking)
    found = {name: one for name, one in sorted(reached.items()) if draft is None or name == draft.framework.framework}
    files = dict.fromkeys(written.file for one in found.values() for written in one.written)
    goals = tuple(goal for one in found.values() for goal in one.covered())
    return Coverage(tuple(found), len(cases), goals, {name: read_text(name) for name in files})


@dataclass(eq=False)
class _Reached:
    """How far scenarios come with the goals of one framework."""

    framework: Framework
    written: tuple[Written, ...]
    _levels: dict[_Key, Level] = field(default_factory=dict)
    _branches: set[tuple[str, str, frozenset[str]]] = field(default_factory=set)
    _goals: dict[int, tuple[Rule, tuple[Goal, ...]]] = field(default_factory=dict)

    def take(self, looking: Looking) -> None:
        """Take in a judgement."""
        self._branches |= looking.branches
        ruleset = looking.histories.ruleset
        for cell, folded in looking.histories.folded.items():
            for owner, rule in _owned(ruleset, cell):
                for goal in self._goals_of(rule):
                    key = _key(owner, rule.id, goal)
                    if self._levels.get(key) == "asserted":
                        continue
                    days = goal.reach(folded)
                    looked = list(looking.days[cell][id(goal.condition)])
                    if days.any():
                        self._levels[key] = "asserted" if days[looked].any() else "come to"

    def _goals_of(self, rule: Rule) -> tuple[Goal, ...]:
        """Return the goals of a rule, made once for its object, which is kept with them."""
        if id(rule) not in self._goals:
            self._goals[id(rule)] = rule, goals_of(rule, self.framework)
        return self._goals[id(rule)][1]

    def covered(self) -> Iterator[Covered]:
        """Yield every goal of the rules as they are written."""
        for written in self.written:
            if not isinstance(written.rule, Rule):
                yield from self._of_branch(written, written.rule)
                continue
            for goal in goals_of(written.rule, self.framework):
                level = self._levels.get(_key(written.cell, written.rule.id, goal), "untried")
                where = written.file, written.line(goal.steps)
                about = (goal.kind, goal.about, goal.words)
                yield Covered(self.framework.framework, written.cell, written.rule.id, *about, *where, level)

    def _of_branch(self, written: Written, branch: Branch) -> Iterator[Covered]:
        """Yield the ends of a branch: with nothing new, and with all that it assumes."""
        for holds, words in (
            (frozenset[str](), "it is judged with nothing new"),
            (frozenset(one.id for one in branch.assumes), "it is judged with all its assumptions coming true"),
        ):
            level: Level = "asserted" if (written.cell, branch.id, holds) in self._branches else "untried"
            where = written.file, written.line(("id",))
            yield Covered(self.framework.framework, written.cell, branch.id, "branches", "", words, *where, level)


def _key(cell: str | None, rule: str, goal: Goal) -> _Key:
    return (cell, rule, goal.kind, goal.steps, goal.words)


def _owned(ruleset: Ruleset, cell: str) -> Iterator[tuple[str | None, Rule]]:
    """Yield the rules that judge a cell, each with the cell that it is written for, None for all."""
    for part in ruleset.rules:
        if not isinstance(part, CellRules):
            yield from ((None, rule) for rule in part.rules)
        elif part.cell == cell:
            yield from ((cell, rule) for rule in part.rules)
