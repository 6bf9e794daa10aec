"""
The vocabulary that steps add themselves to, and what they share.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn

from assessor.engine.explain import explain
from assessor.scenarios.failure import ExpectationFailedError
from assessor.scenarios.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.explanation import Explained
    from assessor.scenarios.failure import Explains
    from assessor.scenarios.judge import Judgement

STEPS: Final = Vocabulary()
"""Every step; complete once `assessor.scenarios.steps` is imported."""


Value = str | tuple[str, ...] | None
"""What a verdict can say in one of its parts."""


def expect(expected: Value, found: Value, judgement: Judgement | None = None) -> None:
    """
    Compare what was expected with what is, whole.

    Args:
        judgement: Where given, all that explains its verdict goes with a failure.

    Raises:
        ExpectationFailedError: They differ.
    """
    if expected != found:
        fail(_told(expected), _told(found), judgement)


def fail(expected: str, found: str, judgement: Judgement | None = None, why: Explains | None = None) -> NoReturn:
    """
    Fail, with what explains what is: all that explains a verdict, where nothing nearer is given.

    Args:
        expected: In words; as is `found`.

    Raises:
        ExpectationFailedError: Always.
    """
    if why is None and judgement is not None:
        why = partial(_explain, judgement)
    raise ExpectationFailedError(expected, found, why or tuple)


def _explain(judgement: Judgement) -> tuple[Explained, ...]:
    """Explain a verdict: a second evaluation, which few that fail are asked for."""
    return explain(judgement.evaluation)


def _told(value: Value) -> str:
    if isinstance(value, str):
        return f"`{value}`"
    return tell(value or ())


def tell(names: Iterable[str]) -> str:
    """Return names as a sentence has them, `none` where there are none."""
    quoted = [f'"{name}"' for name in names]
    if not quoted:
        return "none"
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else quoted[0]
