"""Whatever is recorded, a cell is judged by what touches it as by all that is known."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.bootstrap import open_assessor
from assessor.domain.evidence import Feed, Signal, Source
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.errors import EvidenceInvalidError
from assessor.ruleset.model import CellRules, Ruleset
from assessor.services.assessment_document import write_document
from assessor.services.initialise import initialise
from assessor.services.known_evidence import read_evidence_at, read_evidence_of
from tests.property.examples import examples
from tests.property.worlds import LAST, evidence, rulesets
from tests.versions import append_versions

CELLS = ("1", "2", "3")
ELSEWHERE = "4"
MOMENT = datetime(2031, 1, 1, tzinfo=UTC)


class UndoError(Exception):
    """Leaves a transaction, and nothing behind."""


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    with open_assessor(str(tmp_path_factory.mktemp("cells") / "log.db"), "tester") as context:
        initialise(context, "assessor.example/cells")
        yield context


@st.composite
def three_cells(draw):
    """Three cells; the first reads the second on the same day, the second reads the third on the day before."""
    drawn = [draw(rulesets()) for _ in CELLS]
    reads = {"1": {"trajectory_of": "2", "is": "B"}, "2": {"trajectory_of": "3", "is": "B", "previous_day": True}}
    rules = []
    for cell, one in zip(CELLS, drawn, strict=True):
        own = one.rules[0].model_dump(mode="json", by_alias=True, exclude_defaults=True)["rules"]
        if cell in reads:
            then = {"transition": "C", "from": "A"}
            own.append({"id": "reads", "when": reads[cell], "then": then, "because": "b"})
        rules.append(CellRules.model_validate({"cell": cell, "rules": own}))
    cell = drawn[0].cells[0]
    cells = tuple(cell.model_copy(update={"cell": name}) for name in CELLS)
    return Ruleset(framework=drawn[0].framework, cells=cells, rules=tuple(rules))


@st.composite
def histories(draw):
    """Versions of items in the order of the log: signals move between cells, sources are told to be copies."""
    items = [version.item for version in draw(evidence())]
    told = [draw(somewhere(item)) for item in items]
    again = draw(st.lists(st.sampled_from(items), max_size=6))
    told += [draw(told_otherwise(item)) for item in again]
    return told


@st.composite
def somewhere(draw, item):
    if isinstance(item, Signal):
        cells = draw(st.lists(st.sampled_from((*CELLS, ELSEWHERE)), max_size=2, unique=True))
        return item.model_copy(update={"impacts": tuple(moved(item.impacts[0], cell) for cell in cells)})
    if isinstance(item, Feed):
        cells = draw(st.sampled_from([None, ("1",), ("3", ELSEWHERE)]))
        return item.model_copy(update={"carries": item.carries.model_copy(update={"cells": cells})})
    return item


@st.composite
def told_otherwise(draw, item):
    if isinstance(item, Source):
        others = [f"s{n}" for n in range(5) if f"s{n}" != item.id]
        origin = draw(st.sampled_from([None, *others]))
        derived = draw(st.lists(st.sampled_from(others), max_size=2, unique=True))
        return item.model_copy(update={"origin": origin, "derived_from": tuple(derived)})
    if isinstance(item, Signal):
        item = item.model_copy(update={"sources": (draw(st.sampled_from(["s0", "s3", "s4"])),)})
    return draw(somewhere(item))


def moved(impact, cell):
    return impact.model_copy(update={"cell": cell})


def numbered(items):
    """Yield items with their versions, counted as they come."""
    versions: dict[tuple[type, str], int] = {}
    for item in items:
        versions[type(item), item.id] = versions.get((type(item), item.id), 0) + 1
        yield item, versions[type(item), item.id]


@contextmanager
def recorded(context, items):
    """A transaction in which some items are recorded, from one size of the log to another; it leaves nothing."""
    with suppress(UndoError), context.database.write() as tx:
        first = tx.log.size()
        append_versions(replace(context, clock=lambda: MOMENT - timedelta(days=1)), tx, numbered(items))
        yield tx, first, tx.log.size()
        raise UndoError


def judged(ruleset, found, cell):
    try:
        result = evaluate(ruleset, found, cell, LAST, CrossChecked(NativeEngine(), None))
    except EvidenceInvalidError as error:  # generated dates of one report may share no day
        return str(error)
    return write_document(result.verdict, result.support, result.read_set), result.read_digest


@examples(25)
@given(three_cells(), histories(), st.sampled_from(CELLS), st.sampled_from([1, 0.8]))
def test_a_cell_is_judged_by_what_touches_it_as_by_all_that_is_known(context, ruleset, items, cell, share):
    with recorded(context, items) as (tx, first, last):
        size = first + round((last - first) * share)
        whole = read_evidence_at(tx, size, MOMENT)
        part = read_evidence_of(tx, ruleset, cell, size, MOMENT)
    assert part.versions.items() <= whole.versions.items()
    assert judged(ruleset, part, cell) == judged(ruleset, whole, cell)


@examples(25)
@given(three_cells(), histories(), st.sampled_from(CELLS), st.lists(st.sampled_from(range(10)), min_size=3, max_size=3))
def test_what_is_held_grows_with_the_log_to_what_is_read_anew(context, ruleset, items, cell, tenths):
    told = list(numbered(items))
    ends = [len(told) * tenth // 10 for tenth in sorted(tenths)]
    with suppress(UndoError), context.database.write() as tx:
        for begin, end in pairwise((0, *ends, len(told))):
            append_versions(replace(context, clock=lambda: MOMENT - timedelta(days=1)), tx, told[begin:end])
            held = read_evidence_of(tx, ruleset, cell, tx.log.size(), MOMENT)
            kept = dict(tx.held)
            tx.held.clear()
            assert held == read_evidence_of(tx, ruleset, cell, tx.log.size(), MOMENT)
            tx.held.update(kept)
        raise UndoError
