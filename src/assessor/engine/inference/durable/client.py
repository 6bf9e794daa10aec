"""
durable-rules as an inference engine: the parent's side of the worker process.

Holds the policy: start on first use, send each program once, a second worker where the
first one died, an error instead of waiting for ever. It never falls back to anything: an
answer of this engine is durable-rules' own.
"""

from __future__ import annotations

import threading
from functools import cached_property
from importlib import metadata
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from assessor.engine.inference.durable.compile import compile_program
from assessor.engine.inference.durable.process import WorkerDiedError, WorkerProcess
from assessor.engine.inference.port import ContradictionError
from assessor.errors import EngineError, EngineUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.engine.inference.program import Program

_DISTRIBUTION = "durable_rules"
_ITEMS_PER_REQUEST = 16
_PROGRAMS_PER_WORKER = 64  # durable-rules never gives the memory of a ruleset back


class DurableEngine:
    """
    Run programs by durable-rules in a guarded worker process.

    One request at a time, from any thread. Close it, or use it as a context manager; a
    forgotten worker ends with the engine or with this process. Not for use across a fork.
    """

    name = "durable-rules"

    def __init__(self, timeout: float = 10.0) -> None:
        """
        Prepare an engine; nothing is started.

        Args:
            timeout: Seconds after which a request, of 16 items at most, is given up.
        """
        self._timeout = timeout
        self._worker: WorkerProcess | None = None
        self._unavailable: str | None = None
        self._lock = threading.Lock()

    @cached_property
    def version(self) -> str:
        """The version of the installed package, or `not installed`."""
        try:
            return metadata.version(_DISTRIBUTION)
        except metadata.PackageNotFoundError:
            return "not installed"

    def infer(self, program: Program, batch: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
        """
        Return the outcome of every node, for each item; see `InferenceEngine.infer`.

        Raises:
            ValueError: An item does not fit the program's inputs.
            ContradictionError: A node came out both met and not met.
            EngineUnavailableError: durable-rules cannot be imported here.
            EngineError: The program is beyond its limits, it took too long, or two workers died.
        """
        for inputs in batch:
            program.check_inputs(inputs)
        compiled = compile_program(program)
        outcomes: list[tuple[int, ...]] = []
        items = iter(batch)
        with self._lock:
            while chunk := list(islice(items, _ITEMS_PER_REQUEST)):
                derived = self._request(program.digest, compiled, chunk)
                outcomes += [_read_outcomes(program, *item) for item in zip(chunk, derived, strict=True)]
        return outcomes

    def close(self) -> None:
        """End the worker, if one runs; the next request would start another."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _request(self, digest: str, compiled: dict[str, Any], chunk: list[Sequence[int]]) -> list[list[int]]:
        """Return what durable-rules derived for each item, from the second worker if the first died."""
        for _ in range(2):
            try:
                worker = self._ready_worker(digest)
                if digest not in worker.loaded:
                    worker.ask({"load": digest, "program": compiled})
                    worker.loaded.add(digest)
                return list(worker.ask({"infer": digest, "batch": [list(inputs) for inputs in chunk]})["derived"])
            except WorkerDiedError as error:
                death = error
        raise EngineError(f"durable-rules: the worker died twice: {death}") from death

    def _ready_worker(self, digest: str) -> WorkerProcess:
        if self._unavailable is not None:
            raise EngineUnavailableError(self._unavailable)
        worker = self._worker
        if worker is not None and worker.is_open:
            if digest in worker.loaded or len(worker.loaded) < _PROGRAMS_PER_WORKER:
                return worker
            worker.close()
        try:
            self._worker = WorkerProcess(self._timeout)
        except EngineUnavailableError as error:
            self._unavailable = str(error)
            raise
        return self._worker


def _read_outcomes(program: Program, inputs: Sequence[int], derived: Iterable[int]) -> tuple[int, ...]:
    """Turn derived literals, twice the node and one more for "not met", into outcomes."""
    outcomes = [0] * program.nodes
    for literal in derived:
        node, is_not_met = divmod(literal, 2)
        if outcomes[node]:
            raise ContradictionError(node, tuple(inputs))
        outcomes[node] = -1 if is_not_met else 1
    return tuple(outcomes)
