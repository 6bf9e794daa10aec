"""
Tiny frameworks, rules and evidence, a line each: a test states only what it is about.

Days are ISO text. Tiers are declared in an order that is not that of their numbers. What is
watched must be said: without a `feed`, nothing bounds a count from above.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain

from pydantic import TypeAdapter

from assessor.domain.cell import Cell
from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.framework import Framework
from assessor.domain.kleene import Kleene
from assessor.domain.known import EvidenceVersion
from assessor.engine.case import Case
from assessor.engine.columns import Calendar
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.engine.prepare import make_leaf
from assessor.ruleset.conditions import Condition
from assessor.ruleset.evidential import Evidential
from assessor.ruleset.model import CellRules, Ruleset
from tests.property.worlds import known, terms, versions_of

MET, UNKNOWN, NOT_MET = Kleene.MET, Kleene.UNKNOWN, Kleene.NOT_MET

FRAMEWORK = {
    "framework": "made",
    "title": "Made",
    "epoch": "2025-01-01",
    "trajectories": terms("A", "B", "C"),
    "initial": "A",
    "directions": terms("up", "down"),
    "aspects": terms("work", "shape"),
    "stages": terms("act", "talk", "one", "two", "three"),
    "severities": [{"id": "low", "definition": "", "weight": 1}, {"id": "high", "definition": "", "weight": 3}],
    "tags": terms("t", "u"),
    "amounts": [{"id": "deaths", "unit": "people", "counts": "Who died in it."}],
    "tiers": [{"id": name, "definition": "", "tier": n} for name, n in (("primary", 1), ("data", 5), ("press", 2))],
    "statuses": terms("good", "bad"),
    "trends": terms("rising", "falling"),
    "qualifiers": terms("odd"),
    "standing": {"signals": 0, "within": "P1Y", "dimensions": 0},
    "indicators": [
        {"id": i, "title": i, "unit": "u", "polarity": "none", "cadence": "P1M", "lag": "P1D", "precision": precision}
        for i, precision in (("x", 1), ("y", 0), ("z", 0))
    ],
}
CELL = {"cell": "1", "title": "One", "dimensions": [{"id": "d", "title": "D"}, {"id": "e", "title": "E"}]}
IMPACT = {"cell": "1", "direction": "up", "dimensions": ["d"], "severity": "low", "stage": "act"}


# Evidence: each gives a tuple of items, to be strung together.


def source(name, published, tier=1, **fields):
    return (Source(id=name, title=name, tier=tier, published=published, **fields),)


def signal(name, when, *, reported=None, tier=1, event=None, sources=None, impacts=({},), deaths=None, **impact):
    """Return a signal and, unless `sources` are named, one of its own that published `reported` or when it was over."""
    fields = {"id": name, "title": name, "date": when, "event": event, "sources": sources or [f"{name}-source"]}
    fields["impacts"] = [{**IMPACT, **impact, **stated} for stated in impacts]
    if deaths is not None:
        fields["amounts"] = {"deaths": dict(zip(("low", "high"), deaths, strict=True))}
    published = reported or parse_edtf(when).span.hi
    own = () if sources else source(f"{name}-source", published, tier)
    return (*own, Signal.model_validate(fields))


def reading(period, value=None, *, of="x", **fields):
    """Return a reading; without a value, of the `status` that says why."""
    stated = {"value": value, **fields} if value is not None else {"status": "missing", **fields}
    return (Reading.model_validate({"indicator": of, "period": period, "unit": "u", "source": "office", **stated}),)


def months(first, *values, of="x"):
    """Return one reading a month from `first` on; None is a period without one."""
    year, month = map(int, first.split("-"))
    periods = [f"{year + (month - 1 + n) // 12}-{(month - 1 + n) % 12 + 1:02}" for n in range(len(values))]
    pairs = zip(periods, values, strict=True)
    return tuple(chain.from_iterable(reading(p, str(v), of=of) for p, v in pairs if v is not None))


def feed(name="feed", *, since="2000-01-01", to=None, gaps=(), **carries):
    """Return a feed that carries everything but for what is said, with `gaps` as texts `from/to`."""
    spans = [dict(zip(("from", "to"), gap.split("/"), strict=True)) for gap in gaps]
    watches = [{"from": since, "to": to}]
    return (Feed.model_validate({"id": name, "title": name, "watches": watches, "gaps": spans, "carries": carries}),)


def channel(stage, *, met=(), unknown=()):
    """Return what makes `on(stage)` met on the days of `met`, unknown in the spans of `unknown`, else not met."""
    happened = (signal(f"{stage}-{day}", day, stage=stage) for day in met)
    return (*feed(f"{stage}-feed", gaps=unknown, stages=[stage]), *chain.from_iterable(happened))


def marked(items, **flags):
    """Return the items as versions with flags, such as `look_ahead=True`."""
    return tuple(replace(version, **flags) for version in versions_of(items))


def evidence(*items):
    made = [item for item in items if isinstance(item, EvidenceVersion)]
    return known([*made, *versions_of(item for item in items if not isinstance(item, EvidenceVersion))])


# Conditions and rules.


def seen(within="P1Y", *, bounds=None, **selector):
    return {"signals": selector, "within": within, **(bounds or {})}


def on(stage):
    """Return the condition that something of a stage happened on the day itself."""
    return seen("P1D", stage=stage)


def reads(bound, max_age="P3M", *, of="x", **fields):
    return {"reading": of, "is": bound, "max_age": max_age, **fields}


def rule(name, then, when):
    return {"id": name, "then": then, "when": when, "because": "it is so"}


def finding(name, when):
    return rule(name, {"finding": name}, when)


def transition(way, when):
    """Return a transition named by its way, such as `A-B`."""
    start, target = way.split("-")[:2]
    return rule(way, {"transition": target, "from": start}, when)


def tension(name, left, right):
    return {"id": name, "then": {"tension": name, "between": [left, right]}, "because": "they pull"}


def ruleset(*rules, others=None, branches=(), cell=None, **changes):
    """Return rules on cell 1 and, by `others`, on further cells, over the framework with `changes`."""
    judged = {"1": rules, **(others or {})}
    return Ruleset(
        framework=Framework.model_validate({**FRAMEWORK, **changes}),
        cells=tuple(Cell.model_validate({**CELL, **(cell or {}), "cell": name}) for name in judged),
        rules=tuple(
            CellRules.model_validate({"cell": name, "rules": made, "branches": branches if name == "1" else ()})
            for name, made in judged.items()
        ),
    )


BARE = ruleset()
CONDITION = TypeAdapter(Condition)


# Judging.


def day(text):
    return date.fromisoformat(text)


def days(first, last):
    return Calendar(day(first), day(last)).days


def engine():
    return CrossChecked(NativeEngine())


def leaf(fields, *items):
    """Return the evaluator of a condition on evidence, for cell 1."""
    condition = CONDITION.validate_python(fields)
    assert isinstance(condition, Evidential)
    return make_leaf(condition, Case(BARE.framework, BARE.cell("1"), evidence(*items)))


def outcome(fields, when, *items):
    return leaf(fields, *items).outcome(day(when))


def tally(fields, when, *items):
    return leaf(fields, *items).tally(day(when))


def pair(count):
    """Return a count as (certain, possible)."""
    return (count.certain, count.possible)


def judge(rules, as_of, *items, cell="1"):
    return evaluate(rules, evidence(*items), cell, day(as_of), engine())


def verdict(rules, as_of, *items, cell="1"):
    return judge(rules, as_of, *items, cell=cell).verdict


def holds(fields, when, *items):
    """Return the outcome, as a word, of a finding that the condition concludes."""
    return verdict(ruleset(finding("f", fields)), when, *items).findings[0].outcome


def by_day(rules, name, as_of, *items):
    """Return the outcome of a rule's condition on every day from the epoch, as text: `+` met, `-` not, `?` unknown."""
    fold = judge(rules, as_of, *items).timeline.folds["1"]
    before, after = fold.plan.before.rules, fold.plan.after.rules
    outcomes = [d.after[after[name]] if name in after else d.before[before[name]] for d in fold.days]
    return "".join("?+-"[outcome] for outcome in outcomes)


def states_by_day(rules, as_of, *items):
    """Return the state at the end of every day from the epoch, a letter each."""
    return "".join(d.state for d in judge(rules, as_of, *items).timeline.folds["1"].days)


def path(verdict):
    """Return the history as pairs of day and state."""
    return [(str(change.day), change.state) for change in verdict.history]
