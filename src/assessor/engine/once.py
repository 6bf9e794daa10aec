"""
Answers that are worked out once for as long as what they are about is there.

For pure functions of a leaf or an evaluation, and values that do not refer back to it: they go with it.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
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
