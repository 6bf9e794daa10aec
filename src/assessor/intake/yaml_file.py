"""
Evidence in YAML: one document, an `EvidenceFile`; a table of readings may lie beside it.

`x.yaml` with `x.csv` beside it is one batch: the sheet says where the table comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.evidence_file import EvidenceFile
from assessor.intake.csv_table import read_table
from assessor.ruleset.shape import validate_shape
from assessor.ruleset.yaml_source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.ruleset.problems import Problem


def read_evidence_yaml(path: Path) -> EvidenceFile | list[Problem]:
    """Return the batch that a YAML file describes, with the readings of the table beside it."""
    document = read_yaml(path, str(path))
    if isinstance(document, list):
        return document
    batch, problems = validate_shape(EvidenceFile, document)
    table = path.with_suffix(".csv")
    if not table.is_file():
        return problems if batch is None or problems else batch
    readings = read_table(table)
    found = [*problems, *(readings if isinstance(readings, list) else [])]
    if batch is None or found or isinstance(readings, list):
        return found
    return batch.model_copy(update={"readings": (*batch.readings, *readings)})
