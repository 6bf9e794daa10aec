"""
What a process says when it ends: the exit codes as a type.

Which error ends with which code is in `assessor.errors.EXIT_CODES`.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended; scripts may rely on these numbers."""

    DONE = 0
    COULD_NOT_RUN = 1
    USAGE = 2
    NEGATIVE = 3
    RULESET_INVALID = 4
    VERIFICATION_FAILED = 5
    INSUFFICIENT = 6
    INTERRUPTED = 130
    TERMINATED = 143

    @property
    def meaning(self) -> str:
        """What the code says, in a few words."""
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.DONE: "done",
    ExitCode.COULD_NOT_RUN: "could not run",
    ExitCode.USAGE: "usage",
    ExitCode.NEGATIVE: "ran, and the answer is negative",
    ExitCode.RULESET_INVALID: "ruleset invalid",
    ExitCode.VERIFICATION_FAILED: "verification failed",
    ExitCode.INSUFFICIENT: "insufficient evidence",
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.TERMINATED: "asked to end",
}
