"""
Whether every name in rule files means something: references, duplicates, cycles, limits.

Each problem is told at its place, with the nearest known word and where such things are
declared. Where a file could not be read, names it may have declared are not reported.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from assessor.domain.quoting import quote
from assessor.ruleset.conclusions import (
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.ruleset.conditions import (
    AtLeast,
    Findings,
    Held,
    Reading,
    Readings,
    Signals,
    State,
    TrajectoryOf,
    children,
    findings_read,
    walk,
)
from assessor.ruleset.cycles import find_cycle
from assessor.ruleset.problems import Problem, did_you_mean, unknown_name
from assessor.ruleset.templates import check_template
from assessor.ruleset.vocabulary import LARGEST, check_impact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.domain.cell import Cell
    from assessor.domain.duration import Duration
    from assessor.ruleset.conditions import Condition, Selector
    from assessor.ruleset.load import Sources
    from assessor.ruleset.model import Rule, Ruleset
    from assessor.ruleset.yaml_source import YamlDocument

Path = tuple[str | int, ...]


def check_references(ruleset: Ruleset, sources: Sources) -> list[Problem]:
    """Return every problem of names across the files of a ruleset."""
    problems = list(_framework(ruleset, sources))
    problems += _cells(ruleset, sources)
    for document, file in sources.rules:
        for place, rule in enumerate(file.rules):
            problems += _Rule(ruleset, document, ("rules", place), rule, file.cell, quiet=sources.broken).check()
    problems += _across_rules(sources)
    problems += _outlooks(ruleset, sources)
    problems += _cell_cycles(ruleset, sources)
    return problems


def _duplicates(document: YamlDocument, path: Path, ids: Iterable[str], kind: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, name in enumerate(ids):
        if name in seen:
            yield document.problem((*path, place), f"{kind} `{name}` is declared twice", "duplicate-id")
        seen.add(name)


def _framework(ruleset: Ruleset, sources: Sources) -> Iterator[Problem]:
    framework = ruleset.framework
    lists = (
        "trajectories",
        "directions",
        "aspects",
        "stages",
        "severities",
        "tags",
        "statuses",
        "trends",
        "qualifiers",
    )
    for name in (*lists, "indicators"):
        holder = (
            sources.codebook if sources.codebook is not None and name in sources.codebook.data else sources.framework
        )
        assert holder is not None  # noqa: S101 - the framework was read from it
        ids = [term.id for term in getattr(framework, name)]
        yield from _duplicates(holder, (name,), ids, name.removesuffix("s"))
        for place, term in enumerate(ids):
            if term in {"unstated", "undetermined", "unknown"}:
                yield holder.problem(
                    (name, place), f"`{term}` has a meaning of its own; choose another id", "reserved-id"
                )
    known = [t.id for t in framework.trajectories]
    assert sources.framework is not None  # noqa: S101 - as above
    if framework.initial not in known:
        message = f"unknown trajectory {quote(framework.initial)}{did_you_mean(framework.initial, known)}"
        yield sources.framework.problem(("initial",), message, "unknown-name")


def _cells(ruleset: Ruleset, sources: Sources) -> Iterator[Problem]:
    known = Counter(c.cell for c in ruleset.cells)
    indicators = [i.id for i in ruleset.framework.indicators]
    for document, cell in sources.cells:
        if known[cell.cell] > 1:
            yield document.problem(
                ("cell",), f"cell `{cell.cell}` is declared in {known[cell.cell]} files", "duplicate-id"
            )
        yield from _duplicates(document, ("dimensions",), (d.id for d in cell.dimensions), "dimension")
        yield from _duplicates(document, ("tensions",), (t.id for t in cell.tensions), "tension")
        yield from _duplicates(document, ("milestones",), (m.id for m in cell.milestones), "milestone")
        for place, dimension in enumerate(cell.dimensions):
            for name in dimension.indicators:
                if name not in indicators:
                    message = unknown_name("indicator", name, indicators, "indicators are declared in framework.yaml")
                    yield document.problem(("dimensions", place, "indicators"), message, "unknown-name")
        for place, milestone in enumerate(cell.milestones):
            for name in milestone.dimensions:
                if name not in {d.id for d in cell.dimensions}:
                    message = f"unknown dimension {quote(name)}{did_you_mean(name, [d.id for d in cell.dimensions])}"
                    yield document.problem(("milestones", place, "dimensions"), message, "unknown-name")
        for name in cell.related:
            if name not in known and not sources.broken:
                yield document.problem(("related",), f"unknown cell {quote(name)}", "unknown-cell", severity="warning")


class _Rule:
    """Checks one rule; every message begins with the rule's id."""

    def __init__(
        self, ruleset: Ruleset, document: YamlDocument, path: Path, rule: Rule, cell: str, *, quiet: bool
    ) -> None:
        self.ruleset, self.framework = ruleset, ruleset.framework
        self.document, self.path, self.rule, self.quiet = document, path, rule, quiet
        self.cell: Cell | None = next((c for c in ruleset.cells if c.cell == cell), None)
        self.cell_id = cell
        self.findings = {r.then.finding for r in ruleset.rules_of(cell).rules if isinstance(r.then, ConcludeFinding)}
        self.problems: list[Problem] = []

    def tell(self, path: Path, message: str, code: str, *, warning: bool = False) -> None:
        text = f"rule `{self.rule.id}`: {message}"
        severity: Any = "warning" if warning else "error"
        self.problems.append(self.document.problem((*self.path, *path), text, code, severity=severity))

    def known(self, path: Path, kind: str, words: Iterable[str] | None, names: Iterable[str], where: str) -> None:
        choices = tuple(names)
        for word in words or ():
            if word not in choices:
                self.tell(path, unknown_name(kind, word, choices, where), "unknown-name")

    def check(self) -> list[Problem]:
        if self.cell is None:
            if not self.quiet:
                cells = [c.cell for c in self.ruleset.cells]
                message = unknown_name("cell", self.cell_id, cells, "cells are declared in cells/")
                self.problems.append(self.document.problem(("cell",), message, "unknown-name"))
            return self.problems
        dimensions = [d.id for d in self.cell.dimensions]
        if self.rule.about is not None:
            self.known(("about",), "dimension", (self.rule.about,), dimensions, f"cell {self.cell_id} declares them")
        self._conclusion(dimensions)
        if self.rule.when is not None:
            self._condition(self.rule.when, ("when",), dimensions)
        for message in check_template(self.rule):
            self.tell(("because",), message, "template")
        labels = [p.label for p in walk(self.rule.condition) if isinstance(p, (Signals, Reading, Readings)) and p.label]
        for label in {x for x in labels if labels.count(x) > 1}:
            self.tell(("when",), f"the name `{label}` is given twice", "duplicate-id")
        return self.problems

    def _conclusion(self, dimensions: list[str]) -> None:
        then, framework = self.rule.then, self.framework
        here = "they are declared in framework.yaml"
        match then:
            case ConcludeStatus():
                self.known(("then", "dimension"), "dimension", (then.dimension,), dimensions, "the cell declares them")
                self.known(("then", "status"), "status", (then.status,), (t.id for t in framework.statuses), here)
            case ConcludeTransition():
                states = [t.id for t in framework.trajectories]
                self.known(("then", "transition"), "trajectory", (then.transition,), states, here)
                self.known(("then", "from"), "trajectory", then.source, states, here)
                if then.transition in then.source:
                    self.tell(
                        ("then",), f"a transition from `{then.transition}` to itself changes nothing", "transition"
                    )
            case ConcludeQualifier():
                self.known(
                    ("then", "qualifier"), "qualifier", (then.qualifier,), (t.id for t in framework.qualifiers), here
                )
            case ConcludeTrend():
                self.known(("then", "trend"), "trend", (then.trend,), (t.id for t in framework.trends), here)
            case ConcludeTension():
                assert self.cell is not None  # noqa: S101 - checked by the caller
                tensions = [t.id for t in self.cell.tensions]
                self.known(("then", "tension"), "tension", (then.tension,), tensions, "the cell declares them")
                self._findings(("then", "between"), then.between)

    def _findings(self, path: Path, names: Iterable[str]) -> None:
        if not self.quiet:
            self.known(path, "finding", names, sorted(self.findings), f"no rule of cell {self.cell_id} concludes it")

    def _condition(self, condition: Condition, path: Path, dimensions: list[str]) -> None:
        match condition:
            case Signals():
                self._signals(condition, path, dimensions)
            case Reading() | Readings():
                self._readings(condition, path)
            case State():
                self.known(
                    (*path, "state"), "trajectory", condition.state, self._states(), "framework.yaml declares them"
                )
            case TrajectoryOf():
                cells = [c.cell for c in self.ruleset.cells]
                self.known(
                    (*path, "trajectory_of"), "cell", (condition.trajectory_of,), cells, "cells are declared in cells/"
                )
                self.known(
                    (*path, "is"), "trajectory", condition.values, self._states(), "framework.yaml declares them"
                )
            case AtLeast() if condition.at_least > len(condition.of):
                self.tell(path, f"at least {condition.at_least} of {len(condition.of)} is never met", "never-met")
            case Findings() if condition.at_least > len(condition.findings):
                self.tell(path, f"at least {condition.at_least} of {len(condition.findings)} is never met", "never-met")
        if not children(condition):
            self._findings(path, findings_read(condition))
        keys = {"All": "all", "AnyOf": "any", "Not": "not", "AtLeast": "of"}
        for place, child in enumerate(children(condition)):
            key = "condition" if isinstance(condition, Held) else keys[type(condition).__name__]
            step: Path = (key,) if key in {"not", "condition"} else (key, place)
            self._condition(child, (*path, *step), dimensions)

    def _states(self) -> list[str]:
        return [t.id for t in self.framework.trajectories]

    def _signals(self, condition: Signals, path: Path, dimensions: list[str]) -> None:
        self._selector(condition.signals, (*path, "signals"), dimensions)
        if condition.after is not None:
            self._selector(condition.after, (*path, "after"), dimensions)
        if not condition.reason:
            self.tell(path, "a threshold has no `reason` beside it", "no-reason", warning=True)

    def _selector(self, selector: Selector, path: Path, dimensions: list[str]) -> None:
        framework, book = self.framework, "they are declared in the codebook"
        self.known(
            (*path, "dimension"), "dimension", selector.dimension, dimensions, f"cell {self.cell_id} declares them"
        )
        for key, terms in (
            ("direction", framework.directions),
            ("aspect", framework.aspects),
            ("severity", framework.severities),
            ("stage", framework.stages),
        ):
            self.known((*path, key), key, getattr(selector, key), (t.id for t in terms), book)
        for key in ("tags", "without_tags"):
            self.known((*path, key), "tag", getattr(selector, key), (t.id for t in framework.tags), book)
        tiers = [str(t.tier) for t in framework.tiers]
        self.known((*path, "tier"), "tier", map(str, selector.tier or ()), tiers, book)

    def _readings(self, condition: Reading | Readings, path: Path) -> None:
        names = (condition.reading,) if isinstance(condition, Reading) else condition.readings
        indicators = {i.id: i for i in self.framework.indicators}
        key = "reading" if isinstance(condition, Reading) else "readings"
        self.known((*path, key), "indicator", names, indicators, "indicators are declared in framework.yaml")
        if not condition.reason:
            self.tell(path, "a threshold has no `reason` beside it", "no-reason", warning=True)
        known = [indicators[n] for n in names if n in indicators]
        if isinstance(condition, Readings) and condition.across != "how_many" and condition.change is None:
            units = sorted({i.unit for i in known})
            if len(units) > 1:
                self.tell(path, f"{condition.across} of different units: {', '.join(units)}", "mixed-units")
        for indicator in known:
            needed = _days(indicator.cadence) + _days(indicator.lag)
            if _days(condition.max_age) < needed:
                self.tell(
                    (*path, "max_age"),
                    f"`{condition.max_age}` is shorter than cadence {indicator.cadence} plus lag {indicator.lag} of "
                    f"`{indicator.id}`: its latest reading would be stale before the next is published",
                    "max-age",
                )
            value = condition.value
            bounds = (value.at_least, value.at_most, value.above, value.below)
            most = max(abs(bound) for bound in bounds if bound is not None)
            if most * 10**indicator.precision * condition.periods > LARGEST:
                self.tell((*path, "is"), "the threshold is too large for 64 bits at this precision", "overflow")


def _days(duration: Duration) -> int:
    return duration.years * 365 + duration.months * 30 + duration.weeks * 7 + duration.days


def _across_rules(sources: Sources) -> Iterator[Problem]:
    """Check what only all rules of a cell together can show."""
    by_cell: dict[str, list[tuple[YamlDocument, int, Rule]]] = {}
    for document, file in sources.rules:
        for place, rule in enumerate(file.rules):
            by_cell.setdefault(file.cell, []).append((document, place, rule))
    for cell, rules in by_cell.items():
        counts = Counter(rule.id for _, _, rule in rules)
        for document, place, rule in rules:
            if counts[rule.id] > 1:
                yield document.problem(
                    ("rules", place, "id"), f"rule `{rule.id}` of cell {cell} is declared twice", "duplicate-id"
                )
        reads: dict[str, set[str]] = {}
        used: set[str] = set()
        for _, _, rule in rules:
            used |= set(findings_read(rule.condition))
            if isinstance(rule.then, ConcludeFinding):
                reads.setdefault(rule.then.finding, set()).update(findings_read(rule.condition))
        cycle = find_cycle(reads)
        for document, place, rule in rules:
            if cycle and isinstance(rule.then, ConcludeFinding) and rule.then.finding == cycle[0]:
                path = " -> ".join(f"`{f}`" for f in (*cycle, cycle[0]))
                message = f"rule `{rule.id}`: findings read each other in a circle: {path}; no order could decide them"
                yield document.problem(("rules", place), message, "finding-cycle")
            if isinstance(rule.then, ConcludeFinding) and rule.then.finding not in used and not sources.broken:
                message = f"rule `{rule.id}`: finding `{rule.then.finding}` is read by no rule"
                yield document.problem(("rules", place, "then"), message, "unused-finding", severity="warning")
    concluded = {
        (c, r.then.tension) for c, rs in by_cell.items() for _, _, r in rs if isinstance(r.then, ConcludeTension)
    }
    for document, declared in sources.cells:
        for place, tension in enumerate(declared.tensions):
            if declared.cell in by_cell and (declared.cell, tension.id) not in concluded and not sources.broken:
                message = f"tension `{tension.id}` is concluded by no rule"
                yield document.problem(("tensions", place), message, "unused-tension", severity="warning")


def _outlooks(ruleset: Ruleset, sources: Sources) -> Iterator[Problem]:
    for document, file in sources.outlooks:
        yield from _duplicates(document, ("branches",), (b.id for b in file.branches), "branch")
        for place, branch in enumerate(file.branches):
            path: Path = ("branches", place)
            if branch.horizon.span.lo != branch.horizon.span.hi or branch.horizon.span.lo <= ruleset.framework.epoch:
                message = (
                    f"branch `{branch.id}`: the horizon is one day after the epoch, not {quote(str(branch.horizon))}"
                )
                yield document.problem((*path, "horizon"), message, "horizon")
            for number, assumption in enumerate(branch.assumes):
                for index, signal in enumerate(assumption.signals):
                    at = (*path, "assumes", number, "signals", index)
                    if signal.impact.cell != file.cell:
                        message = (
                            f"branch `{branch.id}`: assumes an impact on cell {signal.impact.cell}, not {file.cell}"
                        )
                        yield document.problem((*at, "impact"), message, "branch-cell")
                    for message in check_impact(signal.impact, ruleset):
                        yield document.problem((*at, "impact"), f"branch `{branch.id}`: {message}", "unknown-name")
                indicators = [i.id for i in ruleset.framework.indicators]
                for index, reading in enumerate(assumption.readings):
                    if reading.indicator not in indicators:
                        message = f"branch `{branch.id}`: unknown indicator {quote(reading.indicator)}"
                        message += did_you_mean(reading.indicator, indicators)
                        yield document.problem((*path, "assumes", number, "readings", index), message, "unknown-name")


def _cell_cycles(ruleset: Ruleset, sources: Sources) -> Iterator[Problem]:
    reads: dict[str, set[str]] = {}
    for rules in ruleset.rules:
        for rule in rules.rules:
            for part in walk(rule.condition):
                if isinstance(part, TrajectoryOf) and not part.previous_day:
                    reads.setdefault(rules.cell, set()).add(part.trajectory_of)
    cycle = find_cycle(reads)
    if not cycle:
        return
    path = " -> ".join((*cycle, cycle[0]))
    for document, file in sources.rules:
        for place, rule in enumerate(file.rules):
            same_day = any(
                isinstance(p, TrajectoryOf) and not p.previous_day and p.trajectory_of in cycle
                for p in walk(rule.condition)
            )
            if file.cell == cycle[0] and same_day:
                message = (
                    f"rule `{rule.id}`: cells read each other on the same day: {path}; "
                    "let one of them read the day before with `previous_day: true`"
                )
                yield document.problem(("rules", place), message, "cell-cycle")
