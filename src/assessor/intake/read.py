"""
One door for every evidence format: YAML, JSON Lines, CSV with its sheet.

Chooses by the file's ending and hands back one batch, or every problem found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.errors import EvidenceInvalidError
from assessor.intake.csv_file import read_csv
from assessor.intake.json_lines import read_json_lines
from assessor.intake.yaml_file import read_evidence_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.domain.evidence_file import EvidenceFile
    from assessor.ruleset.problems import Problem

_READERS = {
    ".yaml": read_evidence_yaml,
    ".yml": read_evidence_yaml,
    ".jsonl": read_json_lines,
    ".csv": read_csv,
    ".csv.gz": read_csv,
}


def read_evidence(path: Path) -> EvidenceFile:
    """
    Read one batch of evidence.

    Raises:
        EvidenceInvalidError: The file cannot be read or has problems; the message lists all of them.
    """
    reader = next((read for ending, read in _READERS.items() if path.name.lower().endswith(ending)), None)
    if reader is None:
        message = f"{path}: an evidence file ends in .yaml, .jsonl, .csv or .csv.gz"
        raise EvidenceInvalidError(message)
    if not path.is_file():
        message = f"{path}: there is no such file"
        raise EvidenceInvalidError(message)
    found = reader(path)
    if isinstance(found, list):
        raise EvidenceInvalidError(refusal(found))
    return found


def refusal(problems: list[Problem]) -> str:
    """Return all problems as one message."""
    count = len(problems)
    return f"{count} problem{'s' if count != 1 else ''}:\n" + "\n".join(str(p) for p in sorted(problems))
