"""Rules as people read them: nothing of a rule is left out, and tables say what conditions say."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from pydantic import TypeAdapter

from assessor.domain.duration import Duration, parse_duration
from assessor.report.sentences import say_briefly, say_duration, sentences_of
from assessor.resources import resource_dir
from assessor.ruleset.conclusions import ConcludeFinding
from assessor.ruleset.conditions import Condition, Finding, children, findings_read
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.model import CellRules, Rule, Ruleset
from assessor.workbench.coverage.combine import join
from assessor.workbench.reading.graph import graph_of, node_id
from assessor.workbench.reading.tables import tables_of
from assessor.workbench.sensitivity.dials import dials_of

READ: TypeAdapter[Condition] = TypeAdapter(Condition)
A, B, C, D = ({"finding": name} for name in "abcd")
SHIPPED = [("doctrine", "11"), ("violence-mx", "colima")]


def load(framework: str) -> Ruleset:
    return load_ruleset(resource_dir("rules") / framework).require()


@pytest.mark.parametrize(("framework", "cell"), SHIPPED)
def test_every_number_of_a_rule_stands_in_its_sentences(framework: str, cell: str) -> None:
    ruleset = load(framework)
    rules = ruleset.rules_of(cell)
    told = {r.id: " ".join(line.text for line in sentences_of(r, rules, ruleset.framework)) for r in rules.rules}
    for dial in dials_of(rules):
        if dial.kind == "count" and "in a row" in dial.what and dial.now == 1:
            continue  # one period in a row is any
        number = say_duration(dial.now) if isinstance(dial.now, Duration) else f"{Decimal(dial.now):f}"
        said = (number, f"the last {number.removeprefix('1 ')}")  # the last year is the last 1 year
        assert any(one in told[dial.rule] for one in said), (dial.rule, dial.what)


@pytest.mark.parametrize(("framework", "cell"), SHIPPED)
def test_the_reason_and_the_rationale_stand_in_the_sentences_too(framework: str, cell: str) -> None:
    ruleset = load(framework)
    rules = ruleset.rules_of(cell)
    for rule in rules.rules:
        lines = sentences_of(rule, rules, ruleset.framework)
        assert any(rule.because in line.text for line in lines)
        for finding in findings_read(rule.condition):
            assert any(line.text.startswith(f"The finding {finding} is concluded by ") for line in lines)


def test_a_rule_in_sentences() -> None:
    ruleset = load("doctrine")
    rules = ruleset.rules_of("11")
    (rule,) = (r for r in rules.rules if r.id == "advances")
    assert [(line.depth, line.text) for line in sentences_of(rule, rules, ruleset.framework)][:7] == [
        (0, "If"),
        (1, "all of these are so:"),
        (2, "the finding results-sustained holds"),
        (2, "the finding measures-in-force holds"),
        (2, "this is not so:"),
        (3, "the finding breakdown holds"),
        (0, "then the trajectory moves from Contested to Advancing, unless a rule above moves it first."),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [("P1Y", "1 year"), ("P18M", "18 months"), ("P1Y6M", "1 year and 6 months"), ("P2W1D", "2 weeks and 1 day")],
)
def test_durations_in_words(text: str, words: str) -> None:
    assert say_duration(parse_duration(text)) == words


def rules_with(condition: Condition) -> CellRules:
    rule = Rule(id="r", when=condition, then=ConcludeFinding(finding="x"), because="because")
    return CellRules(cell="c", rules=(rule,))


def outcome(condition: Condition, given: dict[str, int]) -> int:
    """Return what a condition on findings comes to, by the columns that coverage joins."""
    if isinstance(condition, Finding):
        return given[condition.finding]
    inside = children(condition)
    parts = [outcome(one, given) for one in inside] if inside else [given[f] for f in findings_read(condition)]
    return int(join(condition, [np.array([part], np.int8) for part in parts])[0])


@pytest.mark.parametrize(
    "document",
    [
        A,
        {"not": A},
        {"all": [A, {"not": B}]},
        {"any": [{"all": [A, B]}, {"not": {"any": [C, D]}}]},
        {"not": {"all": [A, {"any": [B, {"not": C}]}]}},
        {"findings": ["a", "b", "c"], "at_least": 2},
        {"not": {"findings": ["a", "b", "c"], "at_least": 2}},
        {"at_least": 2, "of": [A, {"not": B}, {"all": [C, D]}]},
        {"all": [A, {"not": A}]},
    ],
)
def test_a_table_has_a_column_that_holds_where_the_condition_is_met(document: dict[str, object]) -> None:
    condition = READ.validate_python(document)
    (table,) = tables_of(rules_with(condition), load("doctrine").framework)
    for values in product((1, 0, -1), repeat=4):
        given = dict(zip("abcd", values, strict=True))
        holds = any(
            all(given[words.removeprefix("finding ")] == (1 if met else -1) for words, met in column.when.items())
            for column in table.columns
        )
        assert holds == (outcome(condition, given) == 1)


def test_what_has_very_many_combinations_stays_one_condition() -> None:
    condition = READ.validate_python({"findings": [f"f{n}" for n in range(10)], "at_least": 5})
    (table,) = tables_of(rules_with(condition), load("doctrine").framework)
    assert len(table.columns) == 1
    assert table.conditions[0].startswith("at least 5 of the findings f0, f1")


@pytest.mark.parametrize(
    "document",
    [
        {"all": [{"any": [A, B, C]}] * 16},
        {"not": {"any": [{"all": [A, B, C]}] * 16}},
        {"at_least": 20, "of": [A] * 40},
        {"at_least": 2, "of": [{"at_least": 2, "of": [A, B, C, D]}] * 60},
    ],
)
def test_what_has_far_too_many_combinations_is_not_even_looked_through(document: dict[str, object]) -> None:
    (table,) = tables_of(rules_with(READ.validate_python(document)), load("doctrine").framework)
    assert len(table.columns) == 1


def test_transitions_are_told_by_the_state_they_leave_in_their_order() -> None:
    tables = {table.decides: table for table in tables_of(load("doctrine").rules_of("11"), load("doctrine").framework)}
    contested = tables["the trajectory, from Contested"]
    assert contested.first
    assert [column.rule for column in contested.columns] == ["advances", "loses-ground", "loses-ground"]
    assert not tables["qualifiers"].first


@pytest.mark.parametrize(("framework", "cell"), SHIPPED)
def test_a_graph_goes_from_evidence_to_the_verdict(framework: str, cell: str) -> None:
    ruleset = load(framework)
    rules, graph = ruleset.rules_of(cell), graph_of(ruleset, cell)
    layers = {node.id: node.layer for node in graph.nodes}
    assert {node_id(rule) for rule in rules.rules} <= set(layers)
    assert all(layers[edge.source] < layers[edge.target] for edge in graph.edges)
    assert min(layers.values()) == 0
    last = max(layers.values())
    assert {node.layer for node in graph.nodes if node.kind not in {"condition", "finding"}} == {last}


def test_what_stands_under_not_counts_against() -> None:
    graph = graph_of(load("doctrine"), "11")
    against = {(e.source, e.target) for e in graph.edges if e.against}
    assert ("finding breakdown", "transition Contested → Advancing") in against
    assert ("finding results-sustained", "transition Contested → Advancing") not in against
    assert [(m.rule, m.source, m.target) for m in graph.moves][:3] == [
        ("breaks-down", "Advancing", "Contested"),
        ("breaks-down", "Consolidated", "Contested"),
        ("friction-returns", "Consolidated", "Advancing"),
    ]


def test_two_indicators_of_one_title_are_told_apart() -> None:
    framework = load("doctrine").framework
    imports = "us-imports-from-china", "us-imports-from-mexico"
    alike = framework.model_copy(
        update={
            "indicators": tuple(
                i.model_copy(update={"title": "Imports"}) for i in framework.indicators if i.id in imports
            )
        }
    )
    asked = [READ.validate_python({"reading": i, "value": {"at_least": 1}, "max_age": "P3M"}) for i in imports]
    assert len({say_briefly(one, alike) for one in asked}) == 2
    assert "Imports (us-imports-from-china)" in say_briefly(asked[0], alike)
