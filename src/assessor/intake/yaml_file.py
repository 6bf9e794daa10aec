"""
Evidence in YAML: one document, an `EvidenceFile`; a table may lie beside it.

`x.yaml` with `x.csv` or `x.csv.gz` beside it is one batch: the sheet says where the table comes from, and, where
its rows are signals, what its columns mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.evidence_file import EvidenceFile
from assessor.intake.csv_table import read_table
from assessor.intake.signal_rows import read_signals
from assessor.intake.table_text import tables_beside
from assessor.ruleset.shape import validate_shape
from assessor.ruleset.yaml_source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.domain.evidence import Feed
    from assessor.ruleset.problems import Problem


def read_feeds(path: Path) -> tuple[Feed, ...] | list[Problem]:
    """Return the feeds that a sheet or a batch in YAML declares, without reading the table beside it."""
    document = read_yaml(path, str(path))
    if isinstance(document, list):
        return document
    batch, problems = validate_shape(EvidenceFile, document)
    return problems if batch is None or problems else batch.feeds


def read_evidence_yaml(path: Path) -> EvidenceFile | list[Problem]:
    """Return the batch that a YAML file describes, with what the table beside it holds."""
    document = read_yaml(path, str(path))
    if isinstance(document, list):
        return document
    batch, problems = validate_shape(EvidenceFile, document)
    tables = tables_beside(path)
    if len(tables) > 1:
        message = f"{tables[0].name} and {tables[1].name} both lie beside it; remove one"
        return [*problems, document.problem((), message, "csv-twice")]
    if not tables:
        if batch is not None and batch.table is not None:
            message = f"`table` is of {path.with_suffix('.csv').name}, or that with .gz, and neither lies beside it"
            return [document.problem(("table",), message, "csv-missing", key=True)]
        return problems if batch is None or problems else batch
    if batch is not None and batch.table is not None:
        signals = read_signals(tables[0], batch.table)
        return signals if isinstance(signals, list) else batch.model_copy(update={"signals": batch.signals + signals})
    readings = read_table(tables[0]) if "table" not in document.data else ()
    found = [*problems, *(readings if isinstance(readings, list) else [])]
    if batch is None or found or isinstance(readings, list):
        return found
    return batch.model_copy(update={"readings": (*batch.readings, *readings)})
