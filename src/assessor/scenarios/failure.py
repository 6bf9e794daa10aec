"""
How a scenario fails: what was expected, what is, and why it is so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.domain.explanation import Explained


class ExpectationFailedError(AssertionError):
    """
    A scenario expected something that is not so.

    Attributes:
        expected: What was expected.
        found: What is.
        why: The explanation of what is, where there is one.
    """

    def __init__(self, expected: str, found: str, why: tuple[Explained, ...] = ()) -> None:
        self.expected = expected
        self.found = found
        self.why = why
        super().__init__(f"expected {expected}; found {found}")
