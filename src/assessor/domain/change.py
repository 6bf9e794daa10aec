"""
The shapes of a difference between two verdicts, and of what lies behind it.

Holds frozen shapes and their words. How two verdicts are compared is `assessor.engine.compare`,
what a change is attributed to `assessor.engine.attribute`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from assessor.domain.assessment import OutcomeWord
from assessor.domain.values import Frozen

Because = Literal["rules", "knowledge", "world"]
"""Why a verdict differs: other rules judged, something else was known, or another day was judged."""

ItemMove = Literal["added", "removed", "replaced", "entered", "left", "surer", "less sure"]
"""
What became of an evidence item: it became known, is no longer known, or is known in another version; or it is known as
before, and counts now, counts no longer, counts surely or only possibly.
"""


class Change(Frozen):
    """
    One part of a verdict that is not as it was.

    Attributes:
        part: The glossary's word for it, such as `qualifier` or `finding`.
        about: Which one, where a verdict has several.
        before: What it was; absent where it was not there, empty where there is no more to say than that it was.
        after: What it is; likewise.
    """

    part: str
    about: str = ""
    before: str | None = None
    after: str | None = None

    @property
    def name(self) -> str:
        """What changed: the part, and which one."""
        return f"{self.part} {self.about}".rstrip()

    @property
    def words(self) -> str:
        """How it changed."""
        if self.before is None:
            return f"new, {self.after}".removesuffix(", ") if self.about else f"none became {self.after}"
        if self.after is None:
            return f"gone, was {self.before}".removesuffix(", was ") if self.about else f"{self.before} became none"
        return f"{self.before or 'nothing'} became {self.after or 'nothing'}"

    def __str__(self) -> str:
        return f"{self.name}: {self.words}"


class KnowledgeChange(Frozen):
    """
    How much of what is known differs between two cuts, whether or not any rule reads it.

    Attributes:
        before: How many items are known at the first cut; `after`, at the second.
        added: How many of these are known only at the second; `removed`, only at the first.
        replaced: How many are known at the second with other content.
    """

    before: int
    after: int
    added: int
    removed: int
    replaced: int

    @property
    def is_same(self) -> bool:
        """Whether the same is known at both."""
        return self.moved == 0

    @property
    def moved(self) -> int:
        """How many items are known otherwise."""
        return self.added + self.removed + self.replaced


class RuleChange(Frozen):
    """
    A rule whose outcome is not as it was.

    Attributes:
        before: Its outcome; absent where the ruleset had no such rule.
        after: Its outcome; absent where the ruleset has no such rule any more.
        day: The day on which it was looked at, the later one where the two are of different days.
        edited: Whether its text is another.
    """

    rule: str
    day: date
    before: OutcomeWord | None = None
    after: OutcomeWord | None = None
    edited: bool = False

    @property
    def words(self) -> str:
        """How it changed."""
        if self.before is None:
            return f"new, {self.after}"
        if self.after is None:
            return f"gone, was {self.before}"
        return f"{self.before} became {self.after}{', edited' if self.edited else ''}"


class ItemChange(Frozen):
    """
    An evidence item, or another cell's trajectory, that a changed rule does not see as it did.

    Attributes:
        before: The version seen before; `after`, the one seen after. Absent where none was.
        when: The date or period as stated.
        title: What happened, or the value that was read.
    """

    kind: Literal["source", "signal", "reading", "feed", "cell"]
    id: str
    move: ItemMove
    before: int | None = None
    after: int | None = None
    when: str = ""
    title: str = ""


class Behind(Frozen):
    """The rules and the evidence through which one of the moves changed a part of the verdict."""

    because: tuple[Because, ...]
    rules: tuple[RuleChange, ...] = ()
    items: tuple[ItemChange, ...] = ()


class AttributedChange(Change):
    """
    A change with what it is attributed to.

    Attributes:
        because: The moves at which the part changed; more than one where it changed more than once.
        together: Whether another order of the moves would attribute it otherwise: none of them alone did it.
        behind: The rules and evidence of each of those moves; of changes together, of all moves at once.
    """

    because: tuple[Because, ...]
    together: bool = False
    behind: tuple[Behind, ...] = ()
