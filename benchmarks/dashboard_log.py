"""
Logs like that of a dashboard: as many cells as wanted, each judged day by day by the shipped rules of cell 11.

The cells are copies of cell 11 under other ids, with other names of their dimensions, so that no two assessments have
the same document; all evidence that touches cell 11 touches each of them. They are assessed in turn, day after day, by
what was known at the end of each, with the native engine; the log is signed after. All are judged alike, so that one
of them is evaluated a day, and what comes out is recorded of each.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.evidence_file import EvidenceFile
from assessor.intake.read import read_evidence
from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.model import Ruleset
from assessor.services.assess import assess, try_cell
from assessor.services.checkpoints import make_checkpoint
from assessor.services.context import Engines
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from assessor.services.record_trial import record_trial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.cell import Cell
    from assessor.services.assessed import Assessed
    from assessor.services.context import Context

COPIED: Final = "11"
LAST_DAY: Final = date(2023, 12, 31)
"""On which each state is judged last."""
DAYS: Final = 462
"""From the epoch of the framework to the day on which cell 11 was assessed by hand."""


def build(context: Context, cells: int, assessments: int) -> None:
    """Found a log with so many cells, and so many assessments in all."""
    shipped = load_ruleset(resource_dir("rules") / "doctrine").require()
    names = [f"{COPIED}-{number:02}" for number in range(1, cells + 1)]
    ruleset = copied_rules(shipped, names)
    initialise(context, "assessor.example/dashboard")
    init_key(context)
    publish_ruleset(context, ruleset, ruleset.framework.epoch)
    for path in sorted((resource_dir("rules") / "doctrine" / "evidence").glob("*.yaml")):
        record_batch(context, copied_evidence(read_evidence(path), names))
    native = replace(context, engines=Engines(context.engines.first, None, context.engines.memo))
    wanted = islice(_moments(ruleset.framework.epoch), -(-assessments // cells))
    recorded = 0
    for day, known in wanted:
        tried = try_cell(native, names[0], as_of=day, known_at=str(known))
        some = [_said_of(tried, ruleset.cell(name)) for name in names[: assessments - recorded]]
        with native.database.write() as tx:
            for one in some:
                record_trial(native, tx, one)
        recorded += len(some)
    make_checkpoint(context)


def copied_rules(shipped: Ruleset, names: list[str]) -> Ruleset:
    """Return the shipped framework with copies of cell 11 alone, each under a name of its own."""
    cell = shipped.cell(COPIED).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rules = shipped.rules_of(COPIED).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document = {
        "framework": shipped.framework.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "cells": [_copied_cell(cell, name) for name in names],
        "rules": [_renamed(rules, name) for name in names],
    }
    return Ruleset.model_validate(document)


def copied_evidence(file: EvidenceFile, names: list[str]) -> EvidenceFile:
    """Return a batch in which what touches cell 11 touches each of some cells, and nothing touches another."""
    document: dict[str, Any] = json.loads(file.model_dump_json(by_alias=True, exclude_defaults=True))
    for signal in document.get("signals", ()):
        here = [impact for impact in signal.get("impacts", ()) if impact["cell"] == COPIED]
        signal["impacts"] = [{**impact, "cell": name} for name in names for impact in here]
    for feed in document.get("feeds", ()):
        if COPIED in feed.get("carries", {}).get("cells", ()):
            feed["carries"]["cells"] = names
    return EvidenceFile.model_validate(document)


def _renamed(value: Any, name: str) -> Any:  # noqa: ANN401 - any part of a document
    """Return part of a document with every mention of the copied cell replaced."""
    if isinstance(value, dict):
        return {key: name if key == "cell" and one == COPIED else _renamed(one, name) for key, one in value.items()}
    return [_renamed(one, name) for one in value] if isinstance(value, list) else value


def _copied_cell(cell: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a copy of a cell under another name, which stands in its titles too."""
    dimensions = [{**one, "title": f"{one['title']} ({name})"} for one in cell["dimensions"]]
    return {**cell, "cell": name, "title": f"{cell['title']} ({name})", "dimensions": dimensions}


def _said_of(tried: Assessed, cell: Cell) -> Assessed:
    """Return the same trial of another copy."""
    titles = {one.id: one.title for one in cell.dimensions}
    verdict = tried.assessment.verdict
    dimensions = tuple(one.model_copy(update={"title": titles[one.dimension]}) for one in verdict.dimensions)
    verdict = verdict.model_copy(update={"dimensions": dimensions})
    said = {"cell": cell.cell, "title": cell.title, "verdict": verdict}
    return replace(
        tried,
        assessment=tried.assessment.model_copy(update=said),
        evaluation=replace(tried.evaluation, verdict=verdict),
    )


def _moments(epoch: date) -> Iterator[tuple[date, date]]:
    """Yield days with when they are judged: each by what was known then, and after them by what was known later."""
    last = epoch + timedelta(days=DAYS - 1)
    for later in range(DAYS):
        for number in range(DAYS - later):
            day = epoch + timedelta(days=number)
            yield day, min(day + timedelta(days=later), last)


def build_states(context: Context, states: int | None = None) -> None:
    """
    Found a log of the framework on the Mexican states, each judged on three days by all that is known.

    Args:
        states: How many of them, in the framework's order; else all.
    """
    folder = resource_dir("rules") / "violence-mx"
    ruleset = load_ruleset(folder).require()
    initialise(context, "assessor.example/states")
    init_key(context)
    publish_ruleset(context, ruleset, ruleset.framework.epoch)
    for path in sorted((folder / "evidence").glob("*.yaml")):
        record_batch(context, read_evidence(path))
    native = replace(context, engines=Engines(context.engines.first, None, context.engines.memo))
    for cell in ruleset.cells[:states]:
        for year in (2019, 2021, LAST_DAY.year):
            assess(native, cell.cell, as_of=LAST_DAY.replace(year=year))
    make_checkpoint(context)
