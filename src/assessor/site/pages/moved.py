"""
What moved in a verdict since the one before, in a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.site.pages.told import INSUFFICIENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.restatement import Issued


def tell_moved(before: Issued | None, now: Issued) -> str:
    """
    Return what moved.

    Args:
        before: None where nothing was said before.
    """
    if before is None:
        return "Its first assessment"
    if before == now:
        return "As in the assessment before"
    told = list(_parts(before, now))
    return f"Since the assessment before: {'; '.join(told)}" if told else "As in the assessment before"


def _parts(before: Issued, now: Issued) -> Iterator[str]:
    if before.trajectory != now.trajectory:
        yield f"was {before.trajectory or INSUFFICIENT.lower()}"
    if before.trajectory is None or now.trajectory is None:
        return  # beside no trajectory, nothing else is issued
    for one in (one for one in now.qualifiers if one not in before.qualifiers):
        yield f"now {one}"
    for one in (one for one in before.qualifiers if one not in now.qualifiers):
        yield f"no longer {one}"
    if before.trend != now.trend:
        yield f"trend was {before.trend or 'none'}"
    if before.confidence != now.confidence:
        yield f"confidence was {before.confidence}"
