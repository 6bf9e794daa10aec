"""
Where a fold stands at the end of a day that it evaluated.

Beside evidence, later days depend on this and on nothing else: so a fold is gone on with from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assessor.engine.day_record import Doubt
    from assessor.engine.past import Past
    from assessor.engine.stay import Stay


@dataclass(frozen=True, slots=True)
class Mark:
    """
    Where a fold stood.

    Attributes:
        days: How many days it had stepped.
        moves: How many transitions it had taken.
        settled: How many doubts were over.
        asked: How many steps it had asked for.
        stay: The state, and since when.
        could_be: The states that it could be in.
        doubts: Unknown guards, by rule and state.
        before: The past of what the first program holds.
        after: The past of what the second one holds.
        quiet: What leads to the same again; None before the first day.
        quiet_until: The first day on which it need not.
    """

    days: int
    moves: int
    settled: int
    asked: int
    stay: Stay
    could_be: Mapping[str, Stay]
    doubts: Mapping[tuple[str, str], Doubt]
    before: Past
    after: Past
    quiet: tuple[tuple[int, ...], bool] | None
    quiet_until: date
