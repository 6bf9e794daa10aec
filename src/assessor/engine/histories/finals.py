"""
The verdict on the last day, in many worlds that were folded together.

Its parts are read for all of them at once; what takes confidence from it is looked at where a world differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.engine.histories.caveats import caveats_like, caveats_of, join_caveats
from assessor.engine.histories.day_verdict import Decoder
from assessor.engine.histories.folded import paths_like
from assessor.engine.histories.parts import parts_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.histories.day_verdict import DayVerdict
    from assessor.engine.histories.fold_columns import FoldColumns
    from assessor.engine.histories.folded import Folded
    from assessor.engine.prepare import Prepared

_LAST: Final = slice(-1, None)


def final_verdicts(columns: FoldColumns, worlds: Sequence[Prepared], known: Folded) -> list[DayVerdict]:
    """
    Return the verdict on the last day in each of some worlds.

    Args:
        columns: The fold of a cell in all of them, which was gone on with from a known one.
        worlds: The cell in each: its conditions before the evidence as it is there.
        known: The fold in the known world.
    """
    paths = paths_like(columns, known, len(worlds))
    there = known.prepared, known.path, caveats_of(known.prepared, known.path, _LAST)
    caveats = join_caveats([caveats_like(*one, _LAST, there) for one in zip(worlds, paths, strict=True)])
    decoder, could_be = Decoder(known.prepared), caveats.could_be.sets
    rows = parts_from(columns, caveats, _LAST).rows()[..., 0, :].tolist()
    return [decoder.decode(row, columns.states.of(number), could_be) for number, row in enumerate(rows)]
