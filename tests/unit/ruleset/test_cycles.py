"""Circles are found, each once, and cutting each where it closes leaves none."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.ruleset.cycles import find_cycles

NODES = st.sampled_from("abcdefg")


@pytest.mark.parametrize(
    ("reads", "cycles"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"]}, []),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["a"]}, [("a",)]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, [("b", "c")]),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [("a", "b"), ("c", "d")]),
        ({"a": ["a", "b"], "b": ["a"]}, [("a",), ("a", "b")]),
    ],
)
def test_circles_are_told_in_reading_order(reads: dict[str, list[str]], cycles: list[tuple[str, ...]]) -> None:
    assert list(find_cycles(reads)) == cycles


def has_order(reads: dict[str, set[str]]) -> bool:
    try:
        TopologicalSorter(reads).prepare()
    except CycleError:
        return False
    return True


@given(st.dictionaries(NODES, st.sets(NODES)))
def test_without_the_last_reading_of_each_circle_there_is_an_order(reads: dict[str, set[str]]) -> None:
    ordered = {name: sorted(read) for name, read in reads.items()}
    cycles = list(find_cycles(ordered))
    assert bool(cycles) == (not has_order(reads))
    for cycle in cycles:
        for one, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            assert other in reads[one]
    mended = {name: set(read) for name, read in reads.items()}
    for cycle in cycles:
        mended[cycle[-1]].discard(cycle[0])
    assert has_order(mended)


def test_a_very_long_chain_is_no_matter_of_recursion() -> None:
    reads = {str(n): [str(n + 1)] for n in range(20_000)}
    assert list(find_cycles(reads)) == []
    (cycle,) = find_cycles({**reads, "20000": ["0"]})
    assert len(cycle) == 20_001
