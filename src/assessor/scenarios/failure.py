"""
How a scenario fails: what was expected, what is, and why it is so.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.domain.explanation import Explained

    Explains = Callable[[], tuple[Explained, ...]]


class ExpectationFailedError(AssertionError):
    """
    A scenario expected something that is not so.

    Attributes:
        expected: What was expected.
        found: What is.
        explains: Works out the explanation of what is; with nothing to explain, an empty one.
    """

    def __init__(self, expected: str, found: str, explains: Explains = tuple) -> None:
        self.expected = expected
        self.found = found
        self.explains = explains
        super().__init__(f"expected {expected}; found {found}")

    @cached_property
    def why(self) -> tuple[Explained, ...]:
        """The explanation of what is, worked out when asked for."""
        return self.explains()
