"""
How often Python looks for what nobody holds any more but for itself.

Holds one setting, for the program and the processes that it starts; whoever uses the package keeps their own.
"""

from __future__ import annotations

import gc
from typing import Final

_YOUNG: Final = 50_000
_OLDER: Final = (20, 50)


def collect_seldom() -> None:
    """
    Let the garbage collector look seldom.

    Rules and evidence live as long as the process, and hardly anything that an evaluation makes holds itself: it goes
    when it is let go of. To look through all of it again and again took a twentieth of a command.
    """
    gc.set_threshold(_YOUNG, *_OLDER)
