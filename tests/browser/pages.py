"""A page of each kind that the published site has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("overview", "cell", "cell without assessments", "history", "assessment", "repeated", "insufficient", "changes",
         "rules", "ruleset", "about")  # fmt: skip


def page_of(site: Path, kind: str) -> str:
    """Return the address of a page of a kind."""
    record = json.loads((site / "record.json").read_text())
    cells = {cell["cell"]: cell for cell in record["cells"]}
    eleven = cells["11"]["assessments"]
    ruleset = next((site / "rules").glob("*/index.html"))
    return {
        "overview": "index.html",
        "cell": cells["11"]["page"],
        "cell without assessments": cells["2"]["page"],
        "history": "cells/11/history/index.html",
        "assessment": eleven[-1]["page"],
        "repeated": eleven[4]["page"],
        "insufficient": cells["21"]["assessments"][0]["page"],
        "changes": "changes/index.html",
        "rules": "rules/index.html",
        "ruleset": str(ruleset.relative_to(site)),
        "about": "about/index.html",
    }[kind]
