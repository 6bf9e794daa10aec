"""
`python -m assessor.ruleset.reference --write FILE` writes the page, `--check FILE` fails where it differs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.ruleset.reference.page import render_reference

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the page; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m assessor.ruleset.reference", description=render_reference.__doc__)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--write", metavar="FILE", type=Path, help="write the page there")
    action.add_argument("--check", metavar="FILE", type=Path, help="fail where that one differs")
    chosen = parser.parse_args(arguments)
    text = render_reference()
    if chosen.write is not None:
        chosen.write.write_text(text, encoding="utf-8")
        return 0
    if not chosen.check.is_file() or chosen.check.read_text(encoding="utf-8") != text:
        sys.stderr.write(f"{chosen.check} differs from the models; run `make schemas`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
