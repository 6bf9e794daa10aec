"""
The style sheet and the one script of the site, as they are published.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

import assessor
from assessor.report.charts.palette import style_sheet
from assessor.site.gather.words import MARKS

_ENDINGS: Final = frozenset({".py", ".j2", ".css", ".js"})


def render_style(states: int) -> bytes:
    """
    Return the style sheet: what was written by hand, then the rules of charts and filters for so many states.

    Args:
        states: How many trajectories the framework has.
    """
    written = files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    shown = [*(f"s-{place}" for place in range(states)), "s-none", "attention", *MARKS]
    filters = "".join(f"body:has(#show-{one}:checked) .card:not(.{one}){{display:none}}\n" for one in shown)
    return f"{written}\n{filters}{style_sheet(states) if states else ''}\n".encode()


def read_script() -> bytes:
    """Return the script."""
    return files(__package__).joinpath("check.js").read_bytes()


@cache
def program_digest() -> str:
    """Return a digest over all that this program is made of: what another one made is made again."""
    root = Path(assessor.__file__).parent
    found = sorted(path for path in root.rglob("*") if path.suffix in _ENDINGS)
    digest = sha256()
    for path in found:
        digest.update(str(path.relative_to(root)).encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()
