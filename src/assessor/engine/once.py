"""
Answers that are worked out once: for as long as what they are about is there, or when they are first asked for.

`once` is for pure functions of a leaf or an evaluation, and values that do not refer back to it: they go with it.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Generic, TypeVar, TypeVarTuple, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

_About = TypeVar("_About")
_Rest = TypeVarTuple("_Rest")
_Answer = TypeVar("_Answer")


def once(function: Callable[[_About, *_Rest], _Answer]) -> Callable[[_About, *_Rest], _Answer]:
    """Return a function that is asked once for the same first argument, by identity, and the same others."""
    known: WeakKeyDictionary[_About, dict[tuple[object, ...], _Answer]] = WeakKeyDictionary()

    @wraps(function)
    def asked(about: _About, /, *rest: *_Rest) -> _Answer:
        answers = known.get(about)
        if answers is None:
            answers = known.setdefault(about, {})
        if rest not in answers:
            answers[rest] = function(about, *rest)
        return answers[rest]

    return asked


class Later(Generic[_Answer]):
    """An answer that is worked out when it is first asked for, and what that takes until then."""

    def __init__(self, find: Callable[[], _Answer]) -> None:
        """Take up what works it out: a pure function, which two threads may ask at once."""
        self._find: Callable[[], _Answer] | None = find
        self._found: _Answer | None = None

    def get(self) -> _Answer:
        """Return the answer."""
        find = self._find
        if find is not None:
            self._found, self._find = find(), None
        return cast("_Answer", self._found)
