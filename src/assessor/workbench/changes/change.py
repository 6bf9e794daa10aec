"""
One thing that is other between two rulesets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["added", "removed", "changed", "order", "wording"]


@dataclass(frozen=True, slots=True)
class Change:
    """
    What is other, and of what.

    Attributes:
        about: Of what: `framework`, `cell 11`, or ``rule `id` (cell 11)``.
        words: What is other, as the end of a sentence that begins with what it is about.
        kind: What sort of change; of `wording` no verdict can depend.
    """

    about: str
    words: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.about}: {self.words}"
