"""
Answers that are worked out once: for as long as what they are about is there, or when they are first asked for.

`once` is for pure functions of a leaf or an evaluation, and values that do not refer back to it: they go with it.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

_About = TypeVar("_About")
_Rest = ParamSpec("_Rest")
_Answer = TypeVar("_Answer")


def once(function: Callable[Concatenate[_About, _Rest], _Answer]) -> Callable[Concatenate[_About, _Rest], _Answer]:
    """Return a function that is asked once for the same first argument, by identity, and the same others."""
    known: WeakKeyDictionary[_About, dict[object, _Answer]] = WeakKeyDictionary()

    @wraps(function)
    def asked(about: _About, /, *rest: _Rest.args, **named: _Rest.kwargs) -> _Answer:
        answers = known.setdefault(about, {})
        key = (rest, *named.items())
        if key not in answers:
            answers[key] = function(about, *rest, **named)
        return answers[key]

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
