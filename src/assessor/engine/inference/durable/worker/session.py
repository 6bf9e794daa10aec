"""
One program in durable-rules, within the guard rails that make it exact.

Facts go in as one batch a stratum, a gate fact last: its rule has the lowest precedence,
so where it fires, the batch was read to the end and everything that follows was derived.
Chaining is durable-rules' own: the action of a rule asserts the facts of its conclusions.
Sums are computed here, between strata. Anything unexpected is a `FaultError`, after
which the process is of no further use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from durable import engine

from .encode import SID, encode_batch, encode_fact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_RULESET = "program"
_OK = 0


class FaultError(Exception):
    """durable-rules did not do what it must; throw the process away."""


class QuietHost(engine.Host):  # type: ignore[misc]  # durable-rules is untyped
    """A host without its two timer threads, which race with the deletion of state."""

    def __init__(self, actions: dict[str, Callable[[object], None]]) -> None:
        self._actions = actions
        super().__init__()

    def _run(self) -> None:
        """Start nothing."""

    def get_action(self, action_name: str) -> Callable[[object], None]:
        """Return the action that a rule names."""
        return self._actions[action_name]


class StrictRuleset(engine.Ruleset):  # type: ignore[misc]
    """A ruleset that takes encoded facts, and takes nothing but success for an answer."""

    def __init__(self, host: QuietHost, definition: dict[str, Any]) -> None:
        super().__init__(_RULESET, host, definition)

    def assert_encoded(self, batch: str) -> int:
        """Assert a batch of facts and return the handle of the session's state."""
        status, state = engine.durable_rules_engine.assert_facts(self._handle, batch)
        if status != _OK:
            raise FaultError(f"a fact was refused or read by no rule, status {status}")
        return int(state)


class Session:
    """Evaluate one compiled program, again and again."""

    def __init__(self, program: dict[str, Any]) -> None:
        """Build the ruleset of a compiled program, as `compile_program` made it."""
        self._nodes: int = program["nodes"]
        self._inputs: list[int] = program["inputs"]
        self._thresholds: list[list[Any]] = program["thresholds"]
        self._gates = [encode_fact(gate["fact"]) for gate in program["gates"]]
        self._facts = [fact and encode_fact(fact) for fact in program["facts"]]
        self._derived: set[int] = set()
        self._passed: list[str] = []
        self._failure: BaseException | None = None
        actions = {rule: self._derive_action(heads) for rule, heads in program["heads"].items()}
        actions |= {gate["rule"]: self._gate_action(gate["rule"]) for gate in program["gates"]}
        self._gate_rules = [gate["rule"] for gate in program["gates"]]
        self._ruleset = StrictRuleset(QuietHost(actions), program["ruleset"])

    def infer(self, inputs: Sequence[int]) -> list[int]:
        """
        Return the literals derived from the outcomes, these included, in no order.

        A literal is twice the number of its node, plus one for "not met".

        Raises:
            FaultError: The session cannot be trusted any more.
        """
        self._derived.clear()
        self._passed.clear()
        facts = self._learn([2 * node + (o < 0) for node, o in zip(self._inputs, inputs, strict=True) if o])
        for stratum, thresholds in enumerate(self._thresholds):
            facts += self._learn([literal for threshold in thresholds for literal in self._settle(*threshold)])
            self._run_stratum(stratum, facts)
            facts = []
        # To delete a session in which no action ran would crash; here those of the gates did.
        self._ruleset.delete_state(SID)
        return [literal for literal in self._derived if literal < 2 * self._nodes]

    def _run_stratum(self, stratum: int, facts: list[str]) -> None:
        """Assert the facts with the gate behind them, and let durable-rules derive what follows."""
        failures: list[object] = []
        state = self._ruleset.assert_encoded(encode_batch([*facts, self._gates[stratum]]))
        self._ruleset.do_actions(state, lambda error, _: failures.append(error))
        if self._failure or any(failures):
            raise FaultError(f"an action failed: {self._failure or failures}")
        if self._passed != self._gate_rules[: stratum + 1]:
            raise FaultError(f"gate {stratum} did not fire once and in turn")

    def _learn(self, literals: list[int]) -> list[str]:
        """Note the literals, and return the facts of those that are new and that some rule reads."""
        facts = []
        for literal in literals:
            if literal not in self._derived:
                self._derived.add(literal)
                if fact := self._facts[literal]:
                    facts.append(fact)
        return facts

    def _derive_action(self, heads: list[int]) -> Callable[[object], None]:
        def derive(_context: object) -> None:  # exactly one parameter, or it is taken for asynchronous
            try:
                if facts := self._learn(heads):
                    self._ruleset.assert_encoded(encode_batch(facts))
            except BaseException as error:  # noqa: BLE001  # durable-rules would swallow it
                self._failure = error

        return derive

    def _gate_action(self, rule: str) -> Callable[[object], None]:
        def note(_context: object) -> None:
            self._passed.append(rule)

        return note

    def _settle(self, node: int, members: list[list[int]], at_least: int) -> list[int]:
        """Return the literal that a sum decides for, if it does."""
        lowest = highest = 0
        for member, weight in members:
            sure, possible = 2 * member in self._derived, 2 * member + 1 not in self._derived
            lowest += weight * (sure if weight > 0 else possible)
            highest += weight * (possible if weight > 0 else sure)
        if lowest >= at_least:
            return [2 * node]
        return [2 * node + 1] if highest < at_least else []
