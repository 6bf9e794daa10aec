"""
The whole daily history of a cell: ten years of fifty conditions, by us and by others.

First every answer of every day is compared: ten findings and the state, by six means. Then they take turns.

- `kernel` is NumPy written by hand for these very conditions, from the evidence as numbers to the state of every day.
- `ours, conditions at hand` goes from conditions that know their signals, and which readings keep their threshold, to
  stretches of verdicts. It says more than the kernel: alternatives, doubts, dimensions, standing and confidence.
- `ours, evidence never seen` begins at evidence and rules: which signal matches what is found out as well.
- `ours, one signal more` goes on from a history under evidence that has one signal more.
- `closures` keep for each outcome what is behind it, over signals filtered beforehand; day by day.
- zen-engine, rule-engine and generated Python are given the windows counted: the kernel counts them, and that is not
  timed. durable-rules is given what conditions come to, and chains alone. None of them knows a state: it is folded
  outside. Each is taken by the way its documentation begins with, and by the best we found.
- rule-engine and durable-rules take so long that they are compared on every fourth day and timed on every fortieth;
  what is told is forty times that.

`python -m benchmarks.history ours` leaves out all peers but the kernel, takes seconds, and keeps its own result.
"""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Impact, Signal, Source
from assessor.domain.known import Evidence, EvidenceVersion
from assessor.engine.columns import columns_of
from assessor.engine.histories import History, histories_of
from assessor.engine.histories.folded import fold
from assessor.engine.inference import DurableEngine
from benchmarks.history_engines import make_durable, make_rule_engine
from benchmarks.history_kernel import LENGTH, run_kernel
from benchmarks.history_peers import aggregate, compile_closures, fold_days, generate_python, make_zen
from benchmarks.history_world import GUARDS, LAST, MEMBERS, MOMENT, STATES, make_world
from benchmarks.interleave import report, time_in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assessor.engine.prepare import Prepared
    from benchmarks.history_world import Plain

ROUNDS = 7
LEAST_COMPARED = 10_000
COMPARED, TIMED = slice(None, None, 4), slice(None, None, 40)
"""The days on which peers are compared and timed that cost milliseconds a day."""


def told_by_kernel(plain: Plain) -> tuple[list[dict[str, int]], list[int]]:
    """Return what the kernel says of every day."""
    findings, states, _ = run_kernel(plain)
    columns = {name: column.tolist() for name, column in findings.items()}
    return [{name: columns[name][n] for name in MEMBERS} for n in range(LENGTH)], states.tolist()


def told_by_us(history: History) -> tuple[list[dict[str, int]], list[int]]:
    """Return what our history says of every day."""
    columns = {
        name: [int(h.outcome) for h in history.of_finding(name) for _ in range((h.until - h.since).days + 1)]
        for name in MEMBERS
    }
    states = [
        STATES.index(s.verdict.trajectory or "") for s in history.stretches for _ in range((s.until - s.since).days + 1)
    ]
    return [{name: columns[name][n] for name in MEMBERS} for n in range(LENGTH)], states


def anew(prepared: Prepared) -> History:
    """Return the history of a cell whose conditions know their signals, and nothing else."""
    columns = tuple(columns_of(prepared.leaves, prepared.calendar))
    fresh = type(prepared)(prepared.case, prepared.plan, prepared.calendar, prepared.leaves, columns, None, None)
    history = History(fold(fresh, {}))
    assert history.stretches
    return history


def with_one_more(evidence: Evidence) -> Evidence:
    """Return the evidence with one signal more, in the middle of the years."""
    source = Source(id="late", title="s", tier=1, published=date(2020, 3, 3))
    impact = Impact(cell="1", direction="up", dimensions=("d0",), severity="low", stage="act")
    when = parse_edtf("2020-03-03")
    signal = Signal(id="late", title="g", date=when, event="late", sources=("late",), impacts=(impact,))
    more = [EvidenceVersion("source", "late", 1, source, "sha256:s", MOMENT)]
    more.append(EvidenceVersion("signal", "late", 1, signal, "sha256:g", MOMENT))
    return Evidence({**evidence.versions, **{version.key: version for version in more}})


def main() -> None:
    """Run the benchmark."""
    ruleset, evidence, plain = make_world()
    histories = histories_of(ruleset, evidence, ("1",), LAST)
    prepared, later = histories.folded["1"].prepared, with_one_more(evidence)
    aggregated = aggregate(plain)
    closures = compile_closures(plain)
    days: Mapping[str, Callable[[], list[dict[str, int]]]] = {
        "closures that keep evidence": lambda: [{f: o for f, (o, _) in day.items()} for day in closures()],
        **make_zen(aggregated),
        "generated Python": generate_python(aggregated),
    }
    expected = told_by_kernel(plain)
    compared = LENGTH * (len(MEMBERS) + 1)
    assert compared >= LEAST_COMPARED
    assert told_by_us(histories.of("1")) == expected
    assert told_by_us(anew(prepared)) == expected
    for name, run in days.items():
        found = run()
        assert found == expected[0], name
        assert fold_days(found) == expected[1], name
    cases: dict[str, Callable[[], object]] = {
        "kernel": lambda: run_kernel(plain),
        "ours, conditions at hand": lambda: anew(prepared),
        "ours, evidence never seen": lambda: histories_of(ruleset, evidence, ("1",), LAST).of("1").stretches,
        "ours, one signal more": lambda: histories.under(later).of("1").stretches,
    }
    notes: dict[str, object] = {"days": LENGTH, "conditions": 50, "transitions": len(GUARDS)}
    notes["decisions_compared"] = compared
    if sys.argv[1:] == ["ours"]:
        report("history_ours", time_in_turns(cases, rounds=3 * ROUNDS), floor="kernel", notes=notes)
        return
    for name, run in days.items():
        cases[name] = lambda run=run: fold_days(run())  # type: ignore[misc]
    with DurableEngine() as engine:
        slow = {**make_rule_engine(aggregated), **make_durable(prepared, engine)}
        for name, run_some in slow.items():
            assert run_some(COMPARED) == expected[0][COMPARED], name
            cases[name] = lambda run=run_some: run(TIMED)  # type: ignore[misc]
        print(f"{compared} decisions, and {1 + len(days) + len(slow)} others that give the same")
        times = time_in_turns(cases, rounds=ROUNDS, warm_up=1)
    for name in slow:
        times[name] = [TIMED.step * taken for taken in times[name]]
    notes["windows_counted_by"] = "the kernel, untimed, for zen-engine, rule-engine and generated Python"
    notes["timed_on_every_fortieth_day"] = [*slow]
    report("history", times, floor="kernel", notes=notes)


if __name__ == "__main__":
    main()
