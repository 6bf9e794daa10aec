"""
The same ten years by other means, day by day: closures that keep evidence, zen-engine, and generated Python.

zen-engine and the generated function know no windows: what lies in them was counted before by the kernel of
`benchmarks.history_kernel`, and that is not timed. None of them knows a state: the fold is ours, the same for all.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import zen

from assessor.domain.duration import parse_duration, window_start
from benchmarks.history_kernel import FIRST_ORDINAL, LENGTH, latest_of, windows_of
from benchmarks.history_world import (
    COUNTS,
    DIMENSIONS,
    DIRECTIONS,
    GUARDS,
    MAX_AGE,
    MEMBERS,
    STATES,
    VALUES,
    Plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Judge = Callable[[int], tuple[int, list[int]]]
    """A day to an outcome and the places of the signals or readings behind it."""


def fold_days(days: Iterable[Mapping[str, int]]) -> list[int]:
    """Return the state at the end of each day, from the findings of each."""
    leaving: dict[int, list[tuple[int, str, int]]] = {}
    for source, target, finding, sign in GUARDS:
        leaving.setdefault(STATES.index(source), []).append((STATES.index(target), finding, sign))
    state, states = 0, []
    for findings in days:
        state = next((target for target, finding, sign in leaving[state] if findings[finding] == sign), state)
        states.append(state)
    return states


def compile_closures(plain: Plain) -> Callable[[], list[dict[str, tuple[int, list[int]]]]]:
    """Return what judges every day by closures, compiled from the conditions over signals filtered beforehand."""
    conditions = [_count(plain, *asked) for asked in COUNTS]
    conditions += [_value(plain.readings[indicator], above) for indicator, above in VALUES]
    findings = {}
    for name, (kind, some, others) in MEMBERS.items():
        first, second = [conditions[n] for n in some], [conditions[n] for n in others]
        inner = (_any(first), _not(_all(second))) if kind == "any" else (_all(first), _any(second))
        findings[name] = _all(list(inner))
    ordinals = range(FIRST_ORDINAL, FIRST_ORDINAL + LENGTH)
    return lambda: [{name: judge(day) for name, judge in findings.items()} for day in ordinals]


def _count(plain: Plain, dimension: str, direction: str, window: str, least: int) -> Judge:
    wanted = (DIMENSIONS.index(dimension), DIRECTIONS.index(direction))
    signals = [(n, lo, hi) for n, (d, r, lo, hi) in enumerate(plain.signals) if (d, r) == wanted]
    length = parse_duration(window)

    def judge(day: int) -> tuple[int, list[int]]:
        start = window_start(date.fromordinal(day), length).toordinal()
        certain = [n for n, lo, hi in signals if lo > start and hi <= day]
        if len(certain) >= least:
            return 1, certain
        possible = [n for n, lo, hi in signals if hi > start and lo <= day]
        return (-1 if len(possible) < least else 0), possible

    return judge


def _value(series: tuple[tuple[int, int], ...], above: int) -> Judge:
    age = parse_duration(MAX_AGE)

    def judge(day: int) -> tuple[int, list[int]]:
        known = [(n, end, value) for n, (end, value) in enumerate(series) if end <= day]
        if not known or known[-1][1] < window_start(date.fromordinal(day), age).toordinal():
            return 0, []
        place, _, value = known[-1]
        return (1 if value > above else -1), [place]

    return judge


def _all(parts: list[Judge]) -> Judge:
    def judge(day: int) -> tuple[int, list[int]]:
        found = [part(day) for part in parts]
        outcome = min(o for o, _ in found)
        return outcome, [n for o, behind in found if o == outcome for n in behind]

    return judge


def _any(parts: list[Judge]) -> Judge:
    def judge(day: int) -> tuple[int, list[int]]:
        found = [part(day) for part in parts]
        outcome = max(o for o, _ in found)
        return outcome, [n for o, behind in found if o == outcome for n in behind]

    return judge


def _not(part: Judge) -> Judge:
    def judge(day: int) -> tuple[int, list[int]]:
        outcome, behind = part(day)
        return -outcome, behind

    return judge


def aggregate(plain: Plain) -> list[dict[str, int]]:
    """Return what lies in every window on each day, counted by the kernel: `c3` certain, `p3` possible, `x` latest."""
    columns = {}
    for number, (certain, possible) in enumerate(windows_of(plain)):
        columns[f"c{number}"], columns[f"p{number}"] = certain.tolist(), possible.tolist()
    columns |= {indicator: values.tolist() for indicator, values in latest_of(plain).items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def conditions_as(yes: str, no: str) -> list[str]:
    """Return the conditions as expressions; `yes` and `no` spell `a if b else c` in the language at hand."""

    def choose(test: str, one: str, other: str) -> str:
        return f"({test} {yes} {one} {no} {other})" if yes == "?" else f"({one} if {test} else {other})"

    texts = [
        choose(f"c{n} >= {least}", "1", choose(f"p{n} < {least}", "-1", "0")) for n, (*_, least) in enumerate(COUNTS)
    ]
    return texts + [choose(f"{i} < 0", "0", choose(f"{i} > {above}", "1", "-1")) for i, above in VALUES]


def findings_as(joined: Callable[[str, list[str]], str], named: Callable[[int], str]) -> dict[str, str]:
    """Return the findings as expressions over those of conditions, given by place."""
    found = {}
    for finding, (kind, some, others) in MEMBERS.items():
        first, second = [named(n) for n in some], [named(n) for n in others]
        if kind == "any":
            found[finding] = joined("min", [joined("max", first), f"-{joined('min', second)}"])
        else:
            found[finding] = joined("min", [joined("min", first), joined("max", second)])
    return found


def make_zen(aggregated: list[dict[str, int]]) -> dict[str, Callable[[], list[dict[str, int]]]]:
    """Return zen-engine by the way its documentation begins with, and by its best: compiled, all days in one batch."""

    def joined(name: str, parts: list[str]) -> str:
        return f"{name}([{', '.join(parts)}])"

    def node(number: str, expressions: dict[str, str], *, keeps: bool) -> dict[str, Any]:
        rows = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
        content = {"expressions": rows, "passThrough": keeps}
        return {"id": number, "name": number, "type": "expressionNode", "content": content}

    conditions = {f"k{n}": text for n, text in enumerate(conditions_as("?", ":"))}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        node("conditions", conditions, keeps=False),
        node("findings", findings_as(joined, lambda n: f"k{n}"), keeps=False),
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    names = [str(n["id"]) for n in nodes]
    edges = [{"id": f"e{a}", "type": "edge", "sourceId": a, "targetId": b} for a, b in pairwise(names)]
    text = json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})
    decision = zen.ZenEngine().create_decision(text)
    compiled = zen.ZenDecisionContent(text)
    engine = zen.ZenEngine({"loader": lambda _key: compiled})
    requests: list[Any] = [{"key": "rules", "context": row} for row in aggregated]

    def one_by_one() -> list[dict[str, int]]:
        return [decision.evaluate(row)["result"] for row in aggregated]

    def in_one_batch() -> list[dict[str, int]]:
        return [answer["data"]["result"] for answer in engine.evaluate_batch(requests)]

    return {"zen-engine, a decision a day": one_by_one, "zen-engine, one batch": in_one_batch}


def generate_python(aggregated: list[dict[str, int]]) -> Callable[[], list[dict[str, int]]]:
    """Return a function of Python source, generated from the rules and compiled."""

    def joined(name: str, parts: list[str]) -> str:
        return f"{name}({', '.join(parts)})" if len(parts) > 1 else parts[0]

    names = sorted(aggregated[0])
    lines = [f"def judge({', '.join(names)}):"]
    lines += [f"    k{n} = {text}" for n, text in enumerate(conditions_as("if", "else"))]
    found = findings_as(joined, lambda n: f"k{n}")
    lines.append("    return {" + ", ".join(f"{name!r}: {text}" for name, text in found.items()) + "}")
    space: dict[str, Any] = {}
    exec(compile("\n".join(lines), "<rules>", "exec"), space)  # noqa: S102 - generated here, from constants
    judge = space["judge"]
    return lambda: [judge(**row) for row in aggregated]
