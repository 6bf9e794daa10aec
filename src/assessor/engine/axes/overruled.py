"""
Overrides on both axes: the days judged that each is about, and the knowledge with which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.domain.override import Override, OverrideChange

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overruled:
    """
    Where an override is issued instead of what is computed.

    Attributes:
        since: The first day judged; `until` the last.
        known_since: The first day of knowledge; `known_until` the last, before it was lifted or replaced.
    """

    override: Override
    since: date
    until: date
    known_since: date
    known_until: date


def overruled(
    changes: Sequence[OverrideChange], judged: tuple[date, date], known: tuple[date, date]
) -> tuple[Overruled, ...]:
    """
    Return where overrides stand at the end of a day of knowledge, in the order in which they were set.

    Args:
        changes: All of one cell, in the order of the log.
        judged: The first and last day judged.
        known: The first and last day of knowledge.
    """
    return tuple(_found(changes, judged, known))


def _found(
    changes: Sequence[OverrideChange], judged: tuple[date, date], known: tuple[date, date]
) -> Iterator[Overruled]:
    begins = [change.known_from.astimezone(UTC).date() for change in changes]
    stretches = pairwise([*begins, known[1] + _DAY])
    for change, (begin, following) in zip(changes, stretches, strict=True):
        if change.override is not None:
            since, until = max(change.override.since, judged[0]), min(change.override.until, judged[1], known[1])
            known_since, known_until = max(begin, known[0], since), min(following - _DAY, known[1])
            until = min(until, known_until)
            if since <= until and known_since <= known_until:
                yield Overruled(change.override, since, until, known_since, known_until)
