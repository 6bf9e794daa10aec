"""
The vocabulary that steps add themselves to, and what they share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.engine.explain import explain
from assessor.scenarios.failure import ExpectationFailedError
from assessor.scenarios.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.scenarios.failure import Explains
    from assessor.scenarios.judge import Judgement

STEPS: Final = Vocabulary()
"""Every step; complete once `assessor.scenarios.steps` is imported."""


def expect(expected: str, found: str, judgement: Judgement | None = None, why: Explains | None = None) -> None:
    """
    Compare what was expected with what is, as texts.

    Args:
        judgement: Where given, and nothing else is, all that explains its verdict goes with a failure.

    Raises:
        ExpectationFailedError: They differ.
    """
    if expected != found:
        fail(expected, found, judgement, why)


def fail(expected: str, found: str, judgement: Judgement | None = None, why: Explains | None = None) -> None:
    """Fail with an explanation; see `expect`."""
    if why is not None:
        raise ExpectationFailedError(expected, found, why)
    if judgement is not None:
        raise ExpectationFailedError(expected, found, lambda: explain(judgement.evaluation))
    raise ExpectationFailedError(expected, found)


def tell(names: Iterable[str]) -> str:
    """Return names as a sentence has them, `none` where there are none."""
    quoted = [f'"{name}"' for name in names]
    if not quoted:
        return "none"
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else quoted[0]
