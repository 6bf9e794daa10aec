"""What is other between two rulesets, in sentences: by what they mean, not by how their files are written."""

from __future__ import annotations

from assessor.workbench.changes.change import Change
from assessor.workbench.changes.rulesets import diff_rulesets

__all__ = ["Change", "diff_rulesets"]
