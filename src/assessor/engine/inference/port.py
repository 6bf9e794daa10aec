"""
What the rest of the engine asks of an inference engine, and how one refuses.

Holds the port and the one error that belongs to inference itself. Who implements it, and
who compares two of them, is next door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from assessor.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.inference.program import Program


class InferenceEngine(Protocol):
    """Something that can run a program on outcomes."""

    @property
    def name(self) -> str:
        """What the engine is called in a record."""
        ...

    @property
    def version(self) -> str:
        """Which version of it answers."""
        ...

    def infer(self, program: Program, batch: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
        """
        Return the outcome of every node, for each item of the batch.

        Args:
            program: What to run.
            batch: Per item the outcomes of `program.inputs`, in their order: 1 met, -1 not met, 0 unknown.

        Returns:
            Per item `program.nodes` outcomes, by node number.

        Raises:
            ValueError: An item does not fit the program's inputs.
            ContradictionError: A node came out both met and not met.
            EngineError: The engine could not answer.
        """
        ...


class ContradictionError(EngineError):
    """
    A program derived both met and not met for a node.

    Attributes:
        node: The node.
        inputs: The outcomes it was given.
    """

    def __init__(self, node: int, inputs: tuple[int, ...]) -> None:
        super().__init__(f"node {node} comes out both met and not met")
        self.node = node
        self.inputs = inputs
