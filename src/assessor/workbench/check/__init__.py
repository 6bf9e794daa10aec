"""What can be said of valid rules without evidence: what is never used, never reached, never alone, never quoted."""

from __future__ import annotations

from assessor.workbench.check.folder import Checked, check_folder

__all__ = ["Checked", "check_folder"]
