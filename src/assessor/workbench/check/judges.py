"""
Whether the rules of a framework judge anything: without a cell that they are about, no verdict is ever issued.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.problems import Problem
    from assessor.workbench.check.subject import Subject


def check_judges(subject: Subject) -> Iterator[Problem]:
    """Yield that no rule judges any cell, where it is so."""
    if subject.cells:
        return
    if subject.authored.cells:
        missing = "no rule judges any cell, so there is no verdict on any day; write rules in `rules/`"
    else:
        missing = "there is no cell, so there is nothing to judge; describe one in `cells/`"
    yield subject.document.problem(("framework",), missing, "nothing-judged", severity="warning")
