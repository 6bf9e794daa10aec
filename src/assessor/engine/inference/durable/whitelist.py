"""
The last look at a ruleset before durable-rules sees it: what is not known to be safe is refused.

Holds the grammar of the subset that is exact, and the limits within it. It trusts nothing
that the compiler promises, and knows nothing of programs. Beyond these limits
durable-rules does not fail but crashes, hangs or drops facts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from assessor.errors import EngineError

PATTERNS_PER_RULE = 16
TESTS_PER_LEVEL = 500  # it hangs from 513 on
RULES_PER_PATTERN = 250  # it crashes at 256
JOINS = 20_000  # each takes some 14 kB of every evaluation
LAST_PRECEDENCE = 60_000

_NAME = re.compile(r"[a-z0-9]{1,40}")
_VALUE = re.compile(r"[A-Za-z0-9:#~-]{1,60}")

Pattern = tuple[str, str]
"""The values that a pattern tests `in` and `is` for."""


def check_ruleset(ruleset: dict[str, Any]) -> None:
    """
    Refuse a ruleset that is not wholly within the safe subset.

    Raises:
        EngineError: It says something else, or too much; nothing was sent.
    """
    rules = {name: _read_rule(name, rule) for name, rule in ruleset.items()}
    for pattern, uses in Counter(pattern for rule in rules.values() for pattern in rule).items():
        _require(uses <= RULES_PER_PATTERN, f"{uses} rules read `{pattern[1]}`, {RULES_PER_PATTERN} at most")
    levels: dict[str, set[str]] = {}
    for bucket, value in (pattern for rule in rules.values() for pattern in rule):
        levels.setdefault(bucket, set()).add(value)
    for level in (levels, *levels.values()):
        _require(len(level) <= TESTS_PER_LEVEL, f"{len(level)} tests at one level, {TESTS_PER_LEVEL} at most")
    joins = sum(len(rule) - 1 for rule in rules.values())
    _require(joins <= JOINS, f"{joins} joins, {JOINS} at most")


def _read_rule(name: str, rule: Any) -> list[Pattern]:  # noqa: ANN401  # it is what we are here to find out
    """Return the patterns of a rule that has the one form allowed."""
    match rule:
        case {"all": [_, *_] as patterns, "run": str(action), "pri": int(precedence), **rest}:
            known = not isinstance(precedence, bool) and 1 <= precedence <= LAST_PRECEDENCE
        case {"all": [_, *_] as patterns, "run": str(action), **rest}:
            known = True
        case _:
            raise EngineError(f"rule `{name}`: not of the form that durable-rules is trusted with")
    _require(known and not rest and action == name, f"rule `{name}`: an unknown key, precedence or action")
    _require(_NAME.fullmatch(name) is not None, f"rule `{name}`: not a plain name")
    _require(
        len(patterns) <= PATTERNS_PER_RULE, f"rule `{name}`: {len(patterns)} patterns, {PATTERNS_PER_RULE} at most"
    )
    read = [_read_pattern(name, f"m{index}", pattern) for index, pattern in enumerate(patterns)]
    _require(len(set(read)) == len(read), f"rule `{name}`: a pattern comes twice")
    return read


def _read_pattern(name: str, alias: str, pattern: Any) -> Pattern:  # noqa: ANN401
    """Return what a pattern tests: two equalities on strings, the discriminator first."""
    if isinstance(pattern, dict) and list(pattern) == [alias]:
        match pattern[alias]:
            case {"$and": [{"in": str(bucket), **more}, {"is": str(value), **most}], **rest} if not (
                more or most or rest
            ):
                _require(_VALUE.fullmatch(bucket) is not None, f"rule `{name}`: `{bucket}` is not a plain value")
                _require(_VALUE.fullmatch(value) is not None, f"rule `{name}`: `{value}` is not a plain value")
                return bucket, value
    raise EngineError(f"rule `{name}`: pattern `{alias}` is not two equality tests")


def _require(holds: bool, complaint: str) -> None:  # noqa: FBT001
    if not holds:
        raise EngineError(f"durable-rules cannot take this program: {complaint}")
