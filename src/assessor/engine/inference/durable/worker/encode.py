"""
Facts as the JSON text that durable-rules parses without surprises.

Its parser takes numbers, long strings and odd characters in ways of its own; so a fact is
flat, and every value a short string of plain characters. Anything else is refused here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SID = "s"
"""The one session of a ruleset; deleted after each evaluation, so it is always new."""

_PLAIN = re.compile(r"[A-Za-z0-9:#~-]{1,60}")


def encode_fact(fact: Mapping[str, str]) -> str:
    """
    Return the JSON text of a fact in the session.

    Raises:
        ValueError: The fact is empty, has no id, or holds more than plain short strings.
    """
    if "id" not in fact or "sid" in fact:
        raise ValueError(f"a fact needs an id, and no session of its own: `{fact}`")
    for text in (*fact, *fact.values()):
        if not _PLAIN.fullmatch(text):
            raise ValueError(f"not a plain short string: `{text}`")
    return "{" + ",".join(f'"{key}":"{value}"' for key, value in {"sid": SID, **fact}.items()) + "}"


def encode_batch(facts: Iterable[str]) -> str:
    """
    Return the JSON text of a list of encoded facts.

    Raises:
        ValueError: There are none; an empty batch crashes the engine.
    """
    text = ",".join(facts)
    if not text:
        raise ValueError("a batch needs at least one fact")
    return f"[{text}]"


def hash_identity(text: str) -> int:
    """Return the 32-bit FNV-1a hash, by which alone durable-rules tells facts and sessions apart."""
    state = 0x811C9DC5
    for byte in text.encode("ascii"):
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state
