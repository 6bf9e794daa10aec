"""
Evidence in CSV: a table, with a sheet in YAML beside it that names the batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.intake.table_text import sheet_of
from assessor.intake.yaml_file import read_evidence_yaml
from assessor.ruleset.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.domain.evidence_file import EvidenceFile


def read_csv(path: Path) -> EvidenceFile | list[Problem]:
    """Return the batch of a table and its sheet."""
    sheet = sheet_of(path)
    if not sheet.is_file():
        message = f"a table needs its sheet {sheet.name} beside it, with batch, provenance and sources"
        return [Problem(str(path), 1, 1, message, "csv-sheet")]
    return read_evidence_yaml(sheet)
