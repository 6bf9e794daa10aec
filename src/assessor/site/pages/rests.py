"""
Pieces of an assessment's page that say what it rests on; pages that follow each other mostly have the same ones.

Each reason down to its rule, what the rule asks, and the evidence; dimensions, tensions, unknowns.

From its own document alone, nothing is evaluated: what was found against each threshold is for an explanation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from assessor.domain.explanation import Cited
from assessor.engine.cite import cite_version
from assessor.report.charts.ticks import tell_day
from assessor.report.when import tell_when
from assessor.ruleset.conclusions import ConcludeFinding
from assessor.ruleset.conditions import Finding, Findings, Score, children
from assessor.site.gather.assessment import MOST_NAMED, named_in_unknowns
from assessor.site.pages.telling import Telling, evidence_titles, indicator_titles, tell_marks
from assessor.site.pages.tensions import flat_tensions
from assessor.site.pages.told import Trees, flat_dimensions, flat_step, flat_unknowns
from assessor.site.pages.wording import number_of, tell_condition
from assessor.site.render import join_pieces, render_piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from assessor.domain.assessment import Assessment, Reason, Verdict
    from assessor.domain.known import Evidence
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule
    from assessor.site.gather.words import Mark
    from assessor.site.pages.ways import RuleWays

_Made = TypeVar("_Made")


class Rests:
    """What the assessments of a cell by some rules rest on, for their pages: what several have alike is made once."""

    def __init__(self, ways: RuleWays) -> None:
        """
        Begin some pages, which stand beside each other.

        Args:
            ways: From one of them.
        """
        self._ways, self._telling = ways, Telling(ways.rules, ways.cell, {})
        self._trees = Trees(ways, {}, self._telling)
        self._titles = indicator_titles(ways.rules)
        self._made: dict[object, Any] = {}

    def _once(self, key: object, make: Callable[[], _Made]) -> _Made:
        """Return what is made of something, made once."""
        if key not in self._made:
            self._made[key] = make()
        return cast("_Made", self._made[key])

    def marks(self, assessment: Assessment) -> tuple[Mark, ...]:
        """Return what must be known of an assessment."""
        return tell_marks(assessment, self._titles)

    def cite(self, evidence: Evidence) -> dict[str, Cited]:
        """Return items of evidence as a page cites them, by the names that a verdict gives them."""

        def make() -> dict[str, Cited]:
            found = (cite_version(one, evidence, self._ways.rules.framework) for one in evidence.versions.values())
            return {one.id: one for one in found if one is not None}

        key = tuple((one.kind, one.id, one.version) for one in evidence.versions.values())
        return self._once(("cited", key), make)

    def reasons(self, verdict: Verdict, cited: Mapping[str, Cited]) -> list[str]:
        """Return each reason of a verdict, as a piece of its page."""
        rules = tuple(reason.rule for reason in verdict.reasons)
        asked = self._once(("asked", rules), lambda: self._asked(rules))
        return [
            render_piece(
                "rested",
                {"concludes": self._telling(one.concludes), "day": tell_day(one.day)},
                self._rested_on(one, asked[place], cited),
                place == 0,
            )
            for place, one in enumerate(verdict.reasons)
        ]

    def tensions(self, verdict: Verdict, cited: Mapping[str, Cited]) -> str:
        """Return tensions with both of their sides, as a piece of a page; empty where there are none."""
        some, cell = verdict.tensions, self._ways.rules.cell(self._ways.cell)
        named = (item for one in some for side in one.sides for item in side.evidence[:MOST_NAMED])
        titles = {item: f"{cited[item].title}, {tell_when(cited[item].when)}" for item in named if item in cited}
        key = ("tensions", some, tuple(titles.items()))
        made = self._once(key, lambda: render_piece("tensions", flat_tensions(some, cell, titles, self._trees)))
        return made if some else ""

    def dimensions(self, verdict: Verdict) -> str:
        """Return dimensions with their status, as a piece of a page; empty where there are none."""
        key = ("dimensions", verdict.dimensions)
        made = self._once(key, lambda: render_piece("dimensions_table", flat_dimensions(verdict, self._ways)))
        return made if verdict.dimensions else ""

    def unknowns(self, verdict: Verdict, evidence: Evidence) -> str:
        """
        Return what could not be decided, as a piece of a page; empty where all was.

        Args:
            evidence: What it names, as it was known.
        """
        some = verdict.unknowns
        known = evidence_titles(evidence)
        titles = {item: known[item] for item in named_in_unknowns(verdict) if item in known}
        key = ("unknowns", some, tuple(titles.items()))
        telling = self._telling.naming(titles)
        made = self._once(key, lambda: render_piece("unknowns", *flat_unknowns(some, telling)))
        return made if some else ""

    def steps(self, verdict: Verdict) -> str:
        """Return the steps of confidence, as a piece of a page; where no trajectory is issued, it is of nothing."""
        some = verdict.confidence_steps if verdict.trajectory is not None else ()
        flat = (flat_step(step, self._ways, self._telling) for step in some)
        return self._once(("steps", some), lambda: render_piece("steps", list(flat)))

    def _asked(self, rules: tuple[str, ...]) -> list[str]:
        """Return what each of some rules asks, as they are read on a page one after the other."""
        written = _Written(self._ways)
        trees = [written.of_rule(name) for name in rules]
        return ["" if tree is None else render_piece("asked", tree) for tree in trees]

    def _rested_on(self, reason: Reason, asked: str, cited: Mapping[str, Cited]) -> str:
        """Return what stands under a reason; on another day mostly the same does."""
        some = tuple(cited.get(item) or _unread(item) for item in reason.evidence[:MOST_NAMED])

        def make() -> str:
            told = {
                "rule": reason.rule,
                "link": self._ways.to(reason.rule),
                "asks": asked,
                "number": number_of(len(reason.evidence), "item"),
                "evidence": join_pieces(map(self._cite, some)),
                "more": max(0, len(reason.evidence) - MOST_NAMED),
            }
            return render_piece("rested_on", told)

        return self._once((reason.rule, asked, some, len(reason.evidence)), make)

    def _cite(self, cited: Cited) -> str:
        return self._once(cited, lambda: render_piece("cited", *self._trees.cited([cited])))


def _unread(item: str) -> Cited:
    return Cited(kind="", id=item, title="", when="", counts="")


class _Written:
    """Conditions of one page as they are written; what a finding asks stands once, where it is read first."""

    def __init__(self, ways: RuleWays) -> None:
        some = ways.rules.rules_of(ways.cell).rules
        self._ways = ways
        self._dimensions = {one.id: one.title for one in ways.rules.cell(ways.cell).dimensions}
        self._rules: dict[str, Rule] = {rule.id: rule for rule in some}
        self._concluding: dict[str, list[Rule]] = {}
        for rule in some:
            if isinstance(rule.then, ConcludeFinding):
                self._concluding.setdefault(rule.then.finding, []).append(rule)
        self._shown: dict[str, str] = {}

    def of_rule(self, name: str) -> dict[str, Any] | None:
        rule = self._rules.get(name)
        return self._condition(rule.condition) if rule is not None else None

    def _condition(self, condition: Condition) -> dict[str, Any]:
        framework, dimensions = self._ways.rules.framework, self._dimensions
        return {
            "text": "" if isinstance(condition, Finding) else tell_condition(condition, framework, dimensions),
            "reason": getattr(condition, "reason", ""),
            "parts": [self._condition(child) for child in children(condition)],
            "findings": [self._finding(name) for name in _read_by(condition)],
        }

    def _finding(self, name: str) -> dict[str, Any]:
        again = self._shown.get(name, "")
        place = "" if again else f"asks-{len(self._shown)}"
        if place:
            self._shown[name] = place
        rules = [] if again else self._concluding.get(name, [])
        return {
            "finding": name,
            "id": place,
            "again": again,
            "rules": [
                {
                    "rule": rule.id,
                    "link": self._ways.to(rule.id),
                    "asks": self._condition(rule.condition),
                }
                for rule in rules
            ],
        }


def _read_by(condition: Condition) -> Iterable[str]:
    match condition:
        case Finding():
            return (condition.finding,)
        case Findings():
            return condition.findings
        case Score():
            return condition.score
        case _:
            return ()
