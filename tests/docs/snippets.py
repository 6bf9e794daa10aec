"""
Snippets of the rule authors' guide, each laid into the framework that the guide itself builds.

A snippet is a condition, one or more rules, or parts of a batch of evidence. What `rules check` is to say of it stands
in it, under the line it is about, marked as in `tests/fixtures/rulesets`.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any, Final

import yaml

from assessor.ruleset.conditions import HEADS
from tests.docs.pages import DOCS, Block, blocks_of, lay_out_files

GUIDE: Final = DOCS / "rule-authoring.md"
FRAMEWORK: Final = Path("harbours")
NORTH: Final = FRAMEWORK / "rules" / "north.yaml"
SNIPPET: Final = FRAMEWORK / "rules" / "snippet.yaml"
SNIPPETS: Final = [block for block in blocks_of(GUIDE, "yaml") if block.file is None]
_CONDITION: Final = "- id: snippet\n  when:\n{}  then: {{finding: snippet}}\n  because: shown here\n"


def kind_of(snippet: Block) -> str:
    """Return what a snippet is: `rules`, `condition` or `evidence`."""
    data = yaml.safe_load(snippet.text)
    if isinstance(data, list):
        return "rules"
    return "condition" if set(data) & set(HEADS) else "evidence"


def lay_out_rules(snippet: Block, folder: Path) -> None:
    """Write the guide's framework, and the snippet as further rules of its cell `north`; rules shown twice, once."""
    lay_out_files(GUIDE, folder)
    text = snippet.text
    if textwrap.indent(text, "  ") in (folder / NORTH).read_text(encoding="utf-8"):
        return
    if kind_of(snippet) == "condition":
        text = _CONDITION.format(textwrap.indent(text, "    "))
    text = f"cell: north\nrules:\n{textwrap.indent(text, '  ')}{_readers(yaml.safe_load(text))}"
    (folder / SNIPPET).write_text(text, encoding="utf-8")


def _readers(rules: list[dict[str, Any]]) -> str:
    """Return a rule for each finding that a snippet concludes, so that none is read by nobody."""
    found = dict.fromkeys(rule["then"]["finding"] for rule in rules if "finding" in rule["then"])
    return "".join(
        f"  - id: reads-{name}\n    when: {{finding: {name}}}\n    then: {{confidence: up}}\n    because: read\n"
        for name in found
    )


def told_in(text: str) -> list[str]:
    """Return what a snippet says is told of it: messages alone, without their places."""
    return re.findall(r"(?m)^ *#\s*\^ (.+)$", text)


def batch_of(snippet: Block) -> str:
    """Return parts of a batch as a whole one."""
    return f"batch: snippet\nprovenance: A snippet of the guide, loaded by a test.\n{snippet.text}"
