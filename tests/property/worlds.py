"""Small frameworks, rulesets and evidence, generated: every kind of condition, every kind of vagueness."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from assessor.domain.cell import Cell
from assessor.domain.evidence import Feed, Item, Kind, Reading, Signal, Source
from assessor.domain.framework import Framework
from assessor.domain.known import EvidenceVersion, known_at
from assessor.engine.evaluate import core, evaluate
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.ruleset.model import CellRules, Ruleset

EPOCH = date(2024, 1, 15)
LAST = date(2024, 5, 10)
MOMENT = datetime(2030, 1, 1, tzinfo=UTC)
KINDS: dict[type, Kind] = {Source: "source", Signal: "signal", Reading: "reading", Feed: "feed"}


def terms(*names):
    return [{"id": name, "definition": name} for name in names]


FRAMEWORK = {
    "framework": "generated",
    "title": "Generated",
    "epoch": str(EPOCH),
    "trajectories": terms("A", "B", "C"),
    "initial": "A",
    "directions": terms("up", "down"),
    "aspects": terms("one"),
    "stages": terms("act", "talk"),
    "severities": [{"id": "low", "definition": "", "weight": 1}, {"id": "high", "definition": "", "weight": 3}],
    "tags": terms("t"),
    "amounts": [{"id": "deaths", "unit": "people", "counts": "Who died in it."}],
    "tiers": [{"id": "primary", "definition": "", "tier": 1}, {"id": "press", "definition": "", "tier": 2}],
    "statuses": terms("good", "bad"),
    "trends": terms("rising", "falling"),
    "qualifiers": terms("odd"),
    "standing": {"signals": 1, "within": "P1Y", "dimensions": 0},
    "indicators": [
        {"id": i, "title": i, "unit": "u", "polarity": "none", "cadence": "P1M", "lag": "P1D", "precision": 1}
        for i in ("x", "y")
    ],
}
CELL = {"cell": "1", "title": "One", "dimensions": [{"id": "d"} | {"title": "D"}, {"id": "e", "title": "E"}]}
FLOORLESS = {"signals": 0, "within": "P1Y", "dimensions": 0}
NEEDS_STATUS = {"signals": 0, "within": "P1Y", "dimensions": 1}
MEASURED = [{"id": "d", "title": "D", "indicators": ["x"]}, {"id": "e", "title": "E", "indicators": ["y"]}]

windows = st.sampled_from(["P10D", "P1M", "P2M", "P1Y"])
bounds = st.sampled_from(
    [{"at_least": 1}, {"at_least": 2}, {"at_most": 0}, {"at_most": 1}, {"at_least": 1, "at_most": 2}]
)
selectors = st.fixed_dictionaries(
    {},
    optional={
        "direction": st.sampled_from(["up", "down"]),
        "dimension": st.sampled_from(["d", "e"]),
        "stage": st.sampled_from(["act", "talk"]),
        "tier": st.sampled_from([[1], [2], [1, 2]]),
        "severity": st.sampled_from(["low", "high"]),
        "tags": st.just("t"),
    },
)
signal_leaves = st.fixed_dictionaries(
    {"signals": selectors, "within": windows},
    optional={
        "count": bounds,
        "origins": st.sampled_from([{"at_least": 2}]),
        "spread": st.sampled_from([{"at_least": 2}]),
        "weight": st.sampled_from([{"at_least": 2}, {"at_least": 3, "half_life": 20}, {"at_most": 4}]),
        "sum": st.sampled_from(
            [
                {"of": "deaths", "is": {"at_least": 4}},
                {"of": "deaths", "is": {"above": 2, "at_most": 9}},
                {"of": "deaths", "change": {"from": "P1M", "as": "difference"}, "is": {"at_least": 2}},
                {"of": "deaths", "change": {"from": "P1M", "as": "percent"}, "is": {"at_most": 50}},
                {"of": "deaths", "change": {"from": "P15D", "as": "percent"}, "is": {"above": -50, "below": 100}},
            ]
        ),
        "after": selectors,
    },
)
tests_of_value = st.sampled_from([{"at_least": 2}, {"at_most": 2}, {"above": 1}, {"below": 3}])
ages = st.sampled_from(["P2M", "P3M"])
reading_leaves = st.one_of(
    st.fixed_dictionaries(
        {"reading": st.sampled_from(["x", "y"]), "is": tests_of_value, "max_age": ages},
        optional={"streak": st.sampled_from([2]), "change": st.sampled_from([{"from": "P1M", "as": "difference"}])},
    ),
    st.fixed_dictionaries(
        {"reading": st.sampled_from(["x", "y"]), "is": tests_of_value, "max_age": ages, "periods": st.just(2)}
        | {"take": st.sampled_from(["mean", "sum"])},
        optional={"change": st.just({"from": "P1M", "as": "percent"})},
    ),
    st.fixed_dictionaries(
        {"readings": st.just(["x", "y"]), "across": st.sampled_from(["highest", "lowest", "mean"])}
        | {"is": tests_of_value, "max_age": ages},
        optional={"change": st.sampled_from([{"from": "P1M", "as": kind} for kind in ("difference", "percent")])},
    ),
    st.fixed_dictionaries(
        {"readings": st.just(["x", "y"]), "across": st.just("how_many"), "how_many": bounds}
        | {"is": tests_of_value, "max_age": ages},
        optional={"streak": st.just(2)},
    ),
)
state_leaves = st.fixed_dictionaries(
    {"state": st.sampled_from(["A", "B", ["B", "C"]])}, optional={"for": st.sampled_from(["P5D", "P1M"])}
)


@cache
def trees(leaves, findings):
    base = st.one_of(leaves, signal_leaves, reading_leaves, state_leaves)
    if findings:
        base = st.one_of(base, st.sampled_from([{"finding": f} for f in findings]))
    if len(findings) > 1:
        base = st.one_of(base, st.just({"findings": list(findings[:3]), "at_least": 2}))
    return st.recursive(
        base,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda c: {"all": c}),
            st.lists(inner, min_size=1, max_size=3).map(lambda c: {"any": c}),
            inner.map(lambda c: {"not": c}),
            st.lists(inner, min_size=2, max_size=3).map(lambda c: {"at_least": 2, "of": c}),
            st.tuples(inner, st.sampled_from(["P3D", "P1M"])).map(lambda c: {"held": c[1], "condition": c[0]}),
        ),
        max_leaves=4,
    )


@st.composite
def rules_of_a_cell(draw, leaves=signal_leaves):
    """Return rules of every kind; `leaves` are what else their conditions may be made of."""
    rules = []
    findings: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        when = draw(trees(leaves, tuple(findings)))
        rules.append({"id": f"f{number}", "when": when, "then": {"finding": f"f{number}"}, "because": "b"})
        findings.append(f"f{number}")
    if len(findings) > 1:
        score = {"score": dict(zip(findings, draw(st.permutations([2, -1, 1])), strict=False)), "at_least": 1}
        rules.append({"id": "scored", "when": score, "then": {"finding": "scored"}, "because": "b"})
        findings.append("scored")
    for number, (source, target) in enumerate((("A", "B"), ("B", "C"), ("B", "A"), ("C", "A"))):
        when = draw(trees(leaves, tuple(findings)))
        then = {"transition": target, "from": source}
        rules.append({"id": f"t{number}", "when": when, "then": then, "because": "b"})
    for name, then in (
        ("q", {"qualifier": "odd"}),
        ("r", {"trend": "rising"}),
        ("s", {"trend": "falling"}),
        ("u", {"dimension": "d", "status": "good"}),
        ("v", {"confidence": "down"}),
    ):
        rules.append({"id": name, "when": draw(trees(leaves, tuple(findings))), "then": then, "because": "b"})
    return rules


@st.composite
def rulesets(draw):
    return Ruleset(
        framework=Framework.model_validate(FRAMEWORK),
        cells=(Cell.model_validate(CELL),),
        rules=(CellRules.model_validate({"cell": "1", "rules": draw(rules_of_a_cell())}),),
    )


@cache
def reads_cell(cell, *, previous_day):
    """Return conditions on another cell's trajectory."""
    values = st.sampled_from([["A"], ["B"], ["B", "C"]])
    return values.map(lambda v: {"trajectory_of": cell, "is": v} | ({"previous_day": True} if previous_day else {}))


@st.composite
def rulesets_of_two_cells(draw):
    """Return rules of two cells of which the first reads the second, and the second the first's day before."""
    framework = FRAMEWORK | {"standing": draw(st.sampled_from([FRAMEWORK["standing"], FLOORLESS, NEEDS_STATUS]))}
    milestones = [{"id": "m", "title": "M", "date": "2024-03", "dimensions": ["e"]}]
    first = CELL | {"milestones": draw(st.sampled_from([[], milestones])), "dimensions": MEASURED}
    rules = draw(rules_of_a_cell(reads_cell("2", previous_day=False)))
    others = draw(rules_of_a_cell(reads_cell("1", previous_day=True)))
    return Ruleset(
        framework=Framework.model_validate(framework),
        cells=(Cell.model_validate(first), Cell.model_validate(CELL | {"cell": "2"})),
        rules=tuple(CellRules.model_validate({"cell": c, "rules": r}) for c, r in (("1", rules), ("2", others))),
    )


days = st.dates(EPOCH - timedelta(days=40), LAST + timedelta(days=20))


amounts: st.SearchStrategy[dict[str, dict[str, int]]] = st.one_of(
    st.just({}),
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda c: {"deaths": {"low": min(c), "high": max(c)}}),
)


@st.composite
def signals(draw, number, *, cells=False):
    day = draw(days)
    forms = [f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day}~", f"{day:%Y-%m}/..", f"{day}/{max(day, LAST)}"]
    text = draw(st.sampled_from(forms))
    source = f"s{draw(st.integers(0, 4))}"
    unstated = st.sampled_from(["up", "down", "unstated"])
    impact = {
        "cell": "1",
        "direction": draw(unstated),
        "dimensions": draw(st.sampled_from([["d"], ["e"], ["d", "e"], ["unstated"]])),
        "severity": draw(st.sampled_from(["low", "high", "unstated"])),
        "stage": draw(st.sampled_from(["act", "talk"])),
        "tags": draw(st.sampled_from([[], ["t"]])),
    }
    told_of = draw(st.sampled_from([["1"], ["1"], ["2"], ["1", "2"]])) if cells else ["1"]
    impacts = [impact | {"cell": cell} for cell in told_of]
    told = {
        "id": f"g{number}",
        "title": "g",
        "date": text,
        "sources": [source],
        "impacts": impacts,
        "amounts": draw(amounts),
    }
    return told | ({"event": f"e{number % 2}"} if cells and draw(st.integers(0, 4)) == 0 else {})


@st.composite
def evidence(draw, *, cells=False):
    """Return versions of evidence; with `cells`, of two cells, with event ids and values ahead of their vintage."""
    items: list[Item] = [
        Source(id=f"s{n}", title="s", tier=1 + n % 2, published=date(2025, 1, 1), origin="s0" if n == 4 else None)
        for n in range(5)
    ]
    items += [Signal.model_validate(draw(signals(n, cells=cells))) for n in range(draw(st.integers(0, 6)))]
    for indicator in ("x", "y"):
        for month in draw(st.sets(st.integers(1, 4))):
            value = draw(st.sampled_from([None, "0", "1", "2", "3.5"]))
            stated = {"value": value} if value is not None else {"status": "suppressed"}
            fields = {"indicator": indicator, "period": f"2024-0{month}", "unit": "u", "source": "s0", **stated}
            items.append(Reading.model_validate(fields))
    if draw(st.booleans()):
        gaps = draw(st.sampled_from([[], [{"from": "2024-02-01", "to": "2024-02-10"}]]))
        carries = draw(st.sampled_from([{}, {"directions": ["up"]}, {"tiers": [1]}]))
        feed = {"id": "feed", "title": "f", "watches": [{"from": "2000-01-01"}], "gaps": gaps, "carries": carries}
        items.append(Feed.model_validate(feed))
    versions = versions_of(items)
    if cells and draw(st.integers(0, 3)) == 0:
        versions = [replace(v, look_ahead=v.kind == "reading") for v in versions]
    return versions


def versions_of(items):
    return [EvidenceVersion(KINDS[type(i)], i.id, 1, i, f"sha256:{i.id}", MOMENT) for i in items]


def known(versions):
    return known_at(versions, MOMENT)


def core_without(evaluation, keys):
    """Return what counts as the verdict had some items not been known: evaluated from nothing."""
    evidence, engine = evaluation.evidence.without(keys), CrossChecked(NativeEngine())
    return core(evaluate(evaluation.ruleset, evidence, evaluation.cell, evaluation.as_of, engine).verdict)
