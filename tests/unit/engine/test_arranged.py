"""Readings arranged as those of an earlier case without some are arranged as if anew."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from assessor.engine.arranged import by_end, by_start
from assessor.engine.case import Case
from assessor.engine.laid import lay
from tests.unit.engine.made import BARE, evidence, months, reading

OWN = months("2025-01", 1, 2, 3, 4)
ALIKE = (*OWN, *reading("2025-03-15/2025-03-31", "7"), *reading("2025-02-01/2025-02-14", "8"))


@pytest.mark.parametrize("items", [OWN, ALIKE], ids=["periods of their own", "two that end alike, two that begin so"])
def test_without_some_the_rest_is_arranged_as_if_they_had_never_been(items):
    known = evidence(*items)
    names = sorted(known.versions)
    for gone in chain.from_iterable(combinations(names, size) for size in range(1, len(names) + 1)):
        case = Case(BARE.framework, BARE.cell("1"), known)
        starts, (ends, versions) = dict(by_start(case, "x")), [list(part) for part in by_end(case, "x")]
        left = lay(case, known.without(gone), gone).case
        anew = Case(BARE.framework, BARE.cell("1"), known.without(gone))
        assert by_start(left, "x") == by_start(anew, "x")
        assert by_end(left, "x") == by_end(anew, "x")
        assert by_start(case, "x") == starts
        assert by_end(case, "x") == (ends, versions)
