"""
The native inference engine: a stratified fixpoint by counting.

Each clause counts the literals of its body that are still missing; each literal, once
derived, is taken off the clauses that wait for it (Dowling and Gallier 1984, linear in
the size of the program). Pure; shares nothing with the other engine but the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from operator import sub
from typing import TYPE_CHECKING

from assessor.engine.inference.port import ContradictionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.engine.inference.program import Literal, Program, Threshold


class NativeEngine:
    """Run programs in this process; a few dozen microseconds for a few hundred nodes."""

    name = "native"
    version = "1"

    def infer(self, program: Program, batch: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
        """Return the outcome of every node, for each item; see `InferenceEngine.infer`."""
        network = _prepare(program)
        return [_run(program, network, inputs) for inputs in batch]


@dataclass(frozen=True, slots=True)
class _Network:
    """A program turned round: from what is derived to what it leads to. Literals are `_number`s."""

    alone: tuple[tuple[int, ...], ...]  # per literal, the heads that follow from it alone
    waiting: tuple[tuple[int, ...], ...]  # per literal, the clauses that need it and others
    heads: tuple[int, ...]  # per such clause
    missing: tuple[int, ...]  # per such clause, the literals it starts without


def _number(literal: Literal) -> int:
    node, is_met = literal
    return 2 * node + (not is_met)


@lru_cache(maxsize=256)
def _prepare(program: Program) -> _Network:
    alone: list[list[int]] = [[] for _ in range(2 * program.nodes)]
    waiting: list[list[int]] = [[] for _ in range(2 * program.nodes)]
    heads: list[int] = []
    missing: list[int] = []
    for clause in (clause for stratum in program.strata for clause in stratum.clauses):
        head, body = _number(clause.head), {_number(literal) for literal in clause.body}
        if len(body) == 1:
            alone[body.pop()].append(head)
            continue
        for literal in body:
            waiting[literal].append(len(heads))
        heads.append(head)
        missing.append(len(body))
    return _Network(tuple(map(tuple, alone)), tuple(map(tuple, waiting)), tuple(heads), tuple(missing))


def _run(program: Program, network: _Network, inputs: Sequence[int]) -> tuple[int, ...]:
    program.check_inputs(inputs)
    derived = bytearray(2 * program.nodes)
    missing = list(network.missing)
    given = [2 * node + (outcome < 0) for node, outcome in zip(program.inputs, inputs, strict=True) if outcome]
    _derive(network, derived, missing, given)
    for stratum in program.strata:
        settled = (_settle(threshold, derived) for threshold in stratum.thresholds)
        _derive(network, derived, missing, [literal for literal in settled if literal is not None])
    met, not_met = derived[0::2], derived[1::2]
    if int.from_bytes(met) & int.from_bytes(not_met):
        node = next(node for node in range(program.nodes) if met[node] and not_met[node])
        raise ContradictionError(node, tuple(inputs))
    return tuple(map(sub, met, not_met))


def _derive(network: _Network, derived: bytearray, missing: list[int], given: Iterable[int]) -> None:
    """Add the given literals and everything that follows from them."""
    alone, waiting, heads = network.alone, network.waiting, network.heads
    agenda: list[int] = []
    for literal in given:
        if not derived[literal]:
            derived[literal] = 1
            agenda.append(literal)
    while agenda:
        literal = agenda.pop()
        for head in alone[literal]:
            if not derived[head]:
                derived[head] = 1
                agenda.append(head)
        for clause in waiting[literal]:
            missing[clause] -= 1
            if not missing[clause] and not derived[heads[clause]]:
                derived[heads[clause]] = 1
                agenda.append(heads[clause])


def _settle(threshold: Threshold, derived: bytearray) -> int | None:
    """Return the literal that the sum decides for, or None while it is open."""
    lowest = highest = 0
    for node, weight in threshold.members:
        if derived[2 * node]:
            lowest += weight
            highest += weight
        elif derived[2 * node + 1]:
            continue
        elif weight > 0:
            highest += weight
        else:
            lowest += weight
    if lowest >= threshold.at_least:
        return _number((threshold.node, True))
    return _number((threshold.node, False)) if highest < threshold.at_least else None
