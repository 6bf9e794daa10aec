"""
A program as rules and facts for durable-rules.

Every literal that some clause reads is one flat fact, `in` a bucket and `is` a name; a
rule is a conjunction of equality tests on the two, and its action asserts the facts of
its heads. Clauses with the same body share a rule. Where more rules read a literal than
may share a pattern, copies of its fact spread the load. Nothing here runs durable-rules.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assessor.engine.inference.durable.whitelist import LAST_PRECEDENCE, check_ruleset
from assessor.engine.inference.durable.worker.encode import SID, hash_identity

if TYPE_CHECKING:
    from assessor.engine.inference.program import Literal, Program

READERS = 200
"""Rules that read one fact before a copy of it serves the next."""

BUCKET = 256
"""Facts that share a discriminator."""


@lru_cache(maxsize=64)
def compile_program(program: Program) -> dict[str, Any]:
    """
    Return the program as plain data for the worker; do not change what comes back.

    Returns:
        `ruleset` (durable-rules' own JSON), `heads` (per rule the literals it derives), `facts`
        (per literal its fact, None where no rule reads it), `gates` (per stratum its rule
        and its fact), `thresholds` (per stratum), `inputs`, `nodes`. A literal is twice the
        number of its node, plus one for "not met"; copies come after those.

    Raises:
        EngineError: The program is more than durable-rules can be trusted with.
    """
    return _Compiler(program).compile()


class _Compiler:
    def __init__(self, program: Program) -> None:
        self._program = program
        self._names = [f"n{n}:{word}" for n in range(program.nodes) for word in ("met", "not-met")]
        self._facts: list[dict[str, str] | None] = [None] * len(self._names)
        self._copies: dict[int, int] = {}
        self._readers: Counter[int] = Counter()
        self._taken = {hash_identity(SID), hash_identity(f"sid-{SID}")}
        self._count = 0

    def compile(self) -> dict[str, Any]:
        heads: dict[str, list[int]] = {}
        ruleset: dict[str, Any] = {}
        for index, (body, concluded) in enumerate(self._share_bodies().items()):
            rule = f"r{index}"
            heads[rule] = concluded
            ruleset[rule] = _write_rule(rule, [self._fact(literal) for literal in body])
        gates = []
        for stratum in range(len(self._program.strata)):
            rule = f"gate{stratum}"
            fact = self._new_fact(f"gate:{stratum}")
            ruleset[rule] = {"pri": LAST_PRECEDENCE} | _write_rule(rule, [fact])
            gates.append({"rule": rule, "fact": fact})
        check_ruleset(ruleset)
        return {
            "ruleset": ruleset,
            "heads": heads,
            "facts": self._facts,
            "gates": gates,
            "thresholds": [
                [[t.node, [list(member) for member in t.members], t.at_least] for t in stratum.thresholds]
                for stratum in self._program.strata
            ],
            "inputs": list(self._program.inputs),
            "nodes": self._program.nodes,
        }

    def _share_bodies(self) -> dict[tuple[int, ...], list[int]]:
        """Return what each body leads to; a fact that too many bodies read leads to its copies."""
        bodies: dict[tuple[int, ...], list[int]] = {}
        for clause in (clause for stratum in self._program.strata for clause in stratum.clauses):
            body = tuple(sorted({_number(literal) for literal in clause.body}))
            concluded = bodies.setdefault(body, [])
            if _number(clause.head) not in concluded:
                concluded.append(_number(clause.head))
        spread: dict[tuple[int, ...], list[int]] = {}
        for body, concluded in bodies.items():
            if len(body) == 1:
                spread.setdefault(body, []).extend(concluded)
                continue
            spread[tuple(self._read(literal, spread) for literal in body)] = concluded
        return spread

    def _read(self, literal: int, bodies: dict[tuple[int, ...], list[int]]) -> int:
        """Return the literal, or the copy of it that still has room for a reader."""
        full, place = divmod(self._readers[literal], READERS)
        self._readers[literal] += 1
        if not full:
            return literal
        if not place:
            self._copies[literal] = len(self._names)
            self._names.append(f"{self._names[literal]}#{full}")
            self._facts.append(None)
            bodies.setdefault((literal,), []).append(self._copies[literal])
        return self._copies[literal]

    def _fact(self, literal: int) -> dict[str, str]:
        fact = self._facts[literal]
        if fact is None:
            fact = self._facts[literal] = self._new_fact(self._names[literal])
        return fact

    def _new_fact(self, name: str) -> dict[str, str]:
        """Return a fact in the next bucket with room, under an id that no other hashes to."""
        identity = name
        while hash_identity(identity) in self._taken:
            identity += "~"
        self._taken.add(hash_identity(identity))
        self._count += 1
        return {"id": identity, "in": f"b{(self._count - 1) // BUCKET}", "is": name}


def _number(literal: Literal) -> int:
    node, is_met = literal
    return 2 * node + (not is_met)


def _write_rule(name: str, facts: list[dict[str, str]]) -> dict[str, Any]:
    patterns = [{f"m{i}": {"$and": [{"in": fact["in"]}, {"is": fact["is"]}]}} for i, fact in enumerate(facts)]
    return {"all": patterns, "run": name}
