"""
One process that works on every so-many-th part of some work, and hands over what it finds, in order.

Both ends stand here: the program starts itself anew, writes a job on the pipe into it, and reads
one result after the other from the pipe out of it. Nothing but these two programs writes there.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from assessor.collector import collect_seldom
from assessor.errors import AssessorError, StoreError
from assessor.store.database import Database  # noqa: TC001 - a job holds it when it arrives

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.store.unit_of_work import ReadTransaction

Result = TypeVar("Result")
_NOT_FOR_IT = ("ASSESSOR_SIGNING_KEY",)


@dataclass(frozen=True, slots=True)
class PartJob(Generic[Result]):
    """
    What a process is to do.

    Attributes:
        database: It opens its own connection.
        work: A function of a module, called with a snapshot and the number of a part.
        parts: The numbers, in the order in which they are done.
    """

    database: Database
    work: Callable[[ReadTransaction, int], Result]
    parts: range


class PartWorker(Generic[Result]):
    """A process at work; it ends when this is left, or when nobody is there to take what it hands over."""

    def __init__(self, job: PartJob[Result]) -> None:
        """
        Start it.

        Raises:
            StoreError: It cannot be started.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
                [sys.executable, "-P", "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={
                    **{name: value for name, value in os.environ.items() if name not in _NOT_FOR_IT},
                    "PYTHONPATH": os.pathsep.join(sys.path),
                },
                start_new_session=True,  # Ctrl-C is for the one that started it
            )
        except OSError as error:
            raise StoreError(f"no process can be started to read the log with: {error.strerror}") from error
        self._job = job

    def __enter__(self) -> Self:
        """Give it its job."""
        with suppress(BrokenPipeError), cast("IO[bytes]", self._process.stdin) as pipe:
            pickle.dump(self._job, pipe)
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and wait until it is gone."""
        self._process.kill()  # it only reads, so there is nothing that it could leave half-done
        cast("IO[bytes]", self._process.stdout).close()
        self._process.wait()

    def take(self) -> Result:
        """
        Return what it found in the next part.

        Raises:
            StoreError: It ended early.
            AssessorError: What the work raised.
        """
        try:
            found = pickle.load(cast("IO[bytes]", self._process.stdout))  # noqa: S301 - our own process wrote it
        except (EOFError, pickle.UnpicklingError) as error:
            status = self._process.wait()
            raise StoreError(f"a process that read the log ended early (exit status {status}): try again") from error
        if isinstance(found, AssessorError):
            raise found
        return cast("Result", found)


def main() -> None:
    """Do the job that comes in, and end quietly where nobody takes the results."""
    collect_seldom()
    with _claim_stdout() as results, suppress(EOFError, BrokenPipeError):
        job: PartJob[Any] = pickle.load(sys.stdin.buffer)  # noqa: S301 - the program that started this one wrote it
        try:
            with job.database.read() as tx:
                for number in job.parts:
                    results.write(pickle.dumps(job.work(tx, number)))
        except AssessorError as error:
            results.write(pickle.dumps(error))


def _claim_stdout() -> IO[bytes]:
    """Return the pipe for results, unbuffered; whatever else is printed goes where errors go."""
    results = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return results


if __name__ == "__main__":
    main()
