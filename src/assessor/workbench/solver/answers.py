"""
What a solver says of a mutant that no scenario notices: a scenario that would, or that nothing can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What was found out about a mutant.

    Attributes:
        kind: `noticed` by the scenario; `equivalent` within the bound; else `open`.
        scenario: What passes under the rules as they are, and fails under the mutant.
        why: The bound of what is equivalent; why something is open.
    """

    kind: Literal["noticed", "equivalent", "open"]
    scenario: str = ""
    why: str = ""
