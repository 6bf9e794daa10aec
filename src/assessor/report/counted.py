"""
Counted things as people write them: `1 event`, `2 events`, where the program says `event(s)`.

It is for texts of the program alone: what people wrote stands as they wrote it.
"""

from __future__ import annotations

import re
from typing import Final

_COUNTED: Final = re.compile(r"\b(\d+)((?: [a-z]+)*?) ([a-z]+)\(s\)")


def agreed(text: str) -> str:
    """Return a text in which each counted thing agrees with its number."""
    return _COUNTED.sub(_agree, text) if "(s)" in text else text


def _agree(found: re.Match[str]) -> str:
    is_one = found[1] == "1" and not found[2].startswith(" or more")
    return f"{found[1]}{found[2]} {found[3]}{'' if is_one else 's'}"
