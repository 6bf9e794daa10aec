"""
The vocabulary of features as a page: topics, and under each the steps with what they do and an example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from assessor.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType


def render_steps(topics: Iterable[tuple[str, Sequence[tuple[str, str, str]]]]) -> RenderableType:
    """
    Return the steps of each topic.

    Args:
        topics: Each with its steps: the step, what it does, and it in use.
    """
    lines: list[RenderableType] = []
    for topic, steps in topics:
        lines += [Text(), shown(topic, "bold underline")]
        for text, about, example in steps:
            lines += [Text(), shown(text, "bold"), Padding(shown(about), (0, 0, 0, 2))]
            lines += [Padding(shown(line, "dim"), (0, 0, 0, 4)) for line in example.splitlines()]
    return Group(*lines[1:])
