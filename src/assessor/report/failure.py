"""
A scenario that failed: its place, the step, what was expected and what is, and the tree that explains it.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from assessor.report.safe import shown
from assessor.report.tree import render_explanation

if TYPE_CHECKING:
    from rich.console import RenderableType

    from assessor.domain.explanation import Explained

_WIDTH = 120
_LONGEST = 2_000
"""Characters of a step, and of what was expected and found; nobody reads more of it."""


@dataclass(frozen=True, slots=True)
class FailedStep:
    """
    What is told of a failure.

    Attributes:
        place: File and line.
        step: As written.
        message: Why the step could not be done; empty where it expected something that is not so.
    """

    place: str
    scenario: str
    step: str
    message: str = ""
    expected: str = ""
    found: str = ""
    why: tuple[Explained, ...] = ()


def render_failure(failed: FailedStep) -> RenderableType:
    """Return a failure, place first, so that an editor can go there."""
    lines: list[RenderableType] = [shown(f"{failed.place}: {_cut(failed.scenario)}", "bold")]
    lines.append(shown(f"    {_cut(failed.step)}"))
    if failed.message:
        lines.append(Padding(shown(failed.message), (0, 0, 0, 4)))
    else:
        lines.append(Text.assemble("    expected ").append(shown(_cut(failed.expected), "green")))
        lines.append(Text.assemble("    found    ").append(shown(_cut(failed.found), "red")))
    if failed.why:
        lines.append(Padding(render_explanation(failed.why, title="why"), (0, 0, 0, 4)))
    return Group(*lines)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def tell_failure(failed: FailedStep) -> str:
    """Return the same as plain text, for what prints it itself."""
    drawn = io.StringIO()
    console = Console(file=drawn, width=_WIDTH, highlight=False, markup=False, emoji=False, no_color=True)
    console.print(render_failure(failed))
    return re.sub(r" +$", "", drawn.getvalue(), flags=re.MULTILINE).rstrip("\n")
