"""
Options that may stand anywhere: moved to where the parser looks for them.

`assessor assess 11 --db x.db` means `assessor --db x.db assess 11`, and `assessor --json assess 11`
means `assessor assess 11 --json`. Knows nothing of what the options do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WITH_VALUE = frozenset({"--db", "--actor"})
FLAGS = frozenset({"--verbose", "--quiet"})


def arrange(arguments: Sequence[str]) -> list[str]:
    """
    Return arguments with the program's options first and `--json` last.

    What follows `--` stays as it is.

    Args:
        arguments: As typed, without the program's name.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    words, rest = iter(arguments[:end]), list(arguments[end:])
    first: list[str] = []
    middle: list[str] = []
    last: list[str] = []
    for word in words:
        if word == "--json":
            last = [word]
        elif word in FLAGS or ("=" in word and word.partition("=")[0] in WITH_VALUE):
            first.append(word)
        elif word in WITH_VALUE:
            first += [word, *([value] if (value := next(words, None)) is not None else [])]
        else:
            middle.append(word)
    return [*first, *middle, *last, *rest]
