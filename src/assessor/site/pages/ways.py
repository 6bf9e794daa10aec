"""
The way from a page to the rules that judged a cell: its own have a page, those of every cell stand with the ruleset.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.site import names

if TYPE_CHECKING:
    from assessor.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True)
class RuleWays:
    """
    The ways from one page.

    Attributes:
        page: Its address.
        digest: Of the ruleset that judged; `rules`, the ruleset itself.
        cell: Which cell it judged.
    """

    page: str
    digest: str
    cell: str
    rules: Ruleset

    def to(self, rule: str) -> str:
        """Return the way to a rule."""
        is_shared = self.rules.is_shared(rule)
        page = names.ruleset_page(self.digest) if is_shared else names.cell_rules_page(self.digest, self.cell)
        return f"{names.up_from(self.page)}{page}#{names.anchor('rule', rule)}"

    def to_all(self) -> str:
        """Return the way to all that judged."""
        return names.up_from(self.page) + names.ruleset_page(self.digest)
