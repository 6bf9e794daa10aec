"""
Whether a document has the shape that a model states, told in an author's words and places.

It adds nothing to the model's own rules: it finds the line and column that each error is about, and
`assessor.ruleset.shape_words` says it. Whether names exist elsewhere is not asked here.
"""

from __future__ import annotations

import re
import types
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError

from assessor.domain.quoting import quote
from assessor.ruleset.problems import Problem, did_you_mean
from assessor.ruleset.shape_words import describe_shape_error

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from assessor.ruleset.yaml_source import YamlDocument

_Model = TypeVar("_Model", bound=BaseModel)
_Steps = tuple[str | int, ...]
_MOST_TOLD = 1000
_MOST_KEYS_COMPARED = 20


def validate_shape(model: type[_Model], document: YamlDocument, at: _Steps = ()) -> tuple[_Model | None, list[Problem]]:
    """
    Return the document, or what lies in it at a path, as the model; or None and every problem in file order.

    Of more than a thousand problems, only the first thousand are told.

    Args:
        model: What the author was to write.
        document: What the author wrote.
        at: The path of a part that exists.
    """
    part: Any = document.data
    for step in at:
        part = part[step]
    try:
        return model.model_validate(part), []
    except ValidationError as invalid:
        errors = [error for error in invalid.errors(include_url=False) if not _is_echo(error)]
    problems = {_problem_of(error, model, part, document, at) for error in errors[:_MOST_TOLD]}
    if len(errors) > _MOST_TOLD:
        next_one = _problem_of(errors[_MOST_TOLD], model, part, document, at)
        message = f"{len(errors) - _MOST_TOLD:,} more problems, this one first; correct those that are shown"
        problems.add(replace(next_one, message=message, code="shape-more"))
    return None, sorted(problems)


def _is_echo(error: ErrorDetails) -> bool:
    """Say whether a list only counts as too short because wrong entries, told by themselves, do not count."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


@dataclass(frozen=True, slots=True)
class _Spot:
    """
    What an error is about.

    Attributes:
        path: Where it lies in the validated part, as far as the document goes.
        value: What the author wrote there.
        expected: The annotation of what belongs there.
        subject: The outermost entry with an id around it, as the beginning of a message.
    """

    path: _Steps
    value: Any
    expected: Any
    subject: str = ""


def _problem_of(
    error: ErrorDetails, model: type[BaseModel], part: object, document: YamlDocument, at: _Steps
) -> Problem:
    """Return an error as a problem at its place."""
    top = _Spot((), part, model)
    *around, last = error["loc"] or ("",)
    if error["type"] == "extra_forbidden":
        spot = _follow(tuple(around), top)
        message = f"{spot.subject}unknown key {quote(str(last))}{_known_keys(str(last), spot)}"
        return document.problem((*at, *spot.path, last), message, "shape-unknown-key", key=True)
    if error["type"] == "missing":
        spot = _follow(tuple(around), top)
        label, missing = ("", f"key {quote(last)}") if isinstance(last, str) else (_label(spot), f"entry {last + 1}")
        return document.problem((*at, *spot.path), f"{spot.subject}{label}missing {missing}", "shape-missing-key")
    is_key = last == "[key]"
    spot = _follow(tuple(around) if is_key else error["loc"], top)
    message = f"{spot.subject}{_label(spot)}{describe_shape_error(error)}{_misspelt_head(spot)}"
    return document.problem((*at, *spot.path), message, "shape-value", key=is_key)


def _follow(location: _Steps, spot: _Spot) -> _Spot:
    """
    Return the spot that an error's location leads to.

    A location names, beside keys and indices, which member of a union was tried: the annotations
    along the way tell which of its steps are which.
    """
    members = _union_members(spot.expected)
    if members:
        tagged = _tags(members)
        if location and location[0] in tagged:
            return _follow(location[1:], replace(spot, expected=tagged[str(location[0])]))
        if tagged:
            return spot
        remainders = (location,) if len(members) == 1 else (location, location[1:])
        found = [_follow(rest, replace(spot, expected=member)) for member in members for rest in remainders]
        return max(found, key=lambda candidate: len(candidate.path))
    spot = _named(spot)
    inner = _annotation_inside(spot.expected, location[0]) if location else None
    if inner is None:
        return spot
    return _follow(location[1:], _step_into(spot, location[0], inner))


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - any annotation
    """Return an annotation without what only checks it."""
    return _bare(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def _union_members(expected: object) -> list[Any]:
    """Return the members of a union but None; of anything else, nothing."""
    bare = _bare(expected)
    if get_origin(bare) not in {Union, types.UnionType}:
        return []
    return [member for member in get_args(bare) if member is not type(None)]


def _tags(members: list[Any]) -> dict[str, Any]:
    """Return the tagged ones among the members of a union, by their tags."""
    metadata = [(member, get_args(member)[1:]) for member in members if get_origin(member) is Annotated]
    return {extra.tag: member for member, extras in metadata for extra in extras if isinstance(extra, Tag)}


def _model_in(expected: object) -> type[BaseModel] | None:
    """Return the model that is expected, if it is one."""
    bare = _bare(expected)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _annotation_inside(expected: object, step: str | int) -> Any:  # noqa: ANN401 - any annotation
    """Return what belongs at a key or an index of what is expected, or None where nothing does."""
    model = _model_in(expected)
    if model is not None:
        fields = model.model_fields.items()
        return next((field.annotation for name, field in fields if step in {name, field.alias}), None)
    bare = _bare(expected)
    origin, arguments = get_origin(bare), get_args(bare)
    if origin is dict:
        return arguments[1]
    if origin not in {tuple, list, set, frozenset} or not isinstance(step, int):
        return None
    is_fixed = origin is tuple and arguments[-1] is not Ellipsis
    return dict(enumerate(arguments)).get(step) if is_fixed else arguments[0]


def _step_into(spot: _Spot, step: str | int, inner: object) -> _Spot:
    """Return the spot inside; where one value stands instead of a list of one, that value."""
    exists = step in spot.value if isinstance(spot.value, dict) else isinstance(spot.value, list)
    if not exists:
        return replace(spot, expected=inner)
    return replace(spot, path=(*spot.path, step), value=spot.value[step], expected=inner)


def _named(spot: _Spot) -> _Spot:
    """Return the spot with its subject, if it is the outermost entry that has an id: "rule `border-calm`: "."""
    model = _model_in(spot.expected)
    if spot.subject or not spot.path or model is None or not isinstance(spot.value, dict):
        return spot
    name = spot.value.get("id")
    if not isinstance(name, str | int):
        return spot
    noun = re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()
    return replace(spot, subject=f"{noun} {quote(str(name))}: ")


def _known_keys(key: str, spot: _Spot) -> str:
    """Return the key that was probably meant, or else those that could be."""
    model = _model_in(spot.expected)
    if model is None:
        return ""
    known = [field.alias or name for name, field in model.model_fields.items()]
    free = [name for name in known if name not in spot.value]
    return did_you_mean(key, free) or "; keys here are " + ", ".join(quote(name) for name in known)


def _label(spot: _Spot) -> str:
    """Return the key whose value is wrong, as the beginning of a message; nothing for an entry of a list."""
    if not spot.path or (isinstance(spot.path[-1], int) and isinstance(spot.value, dict)):
        return ""
    key = next((step for step in reversed(spot.path) if isinstance(step, str)), "")
    return f"{quote(key)}: " if key else ""


def _misspelt_head(spot: _Spot) -> str:
    """Return which key was probably meant to say what kind of thing this is, where none of them does."""
    if not isinstance(spot.value, dict):
        return ""
    heads = _tags(_union_members(spot.expected))
    hints = ((key, did_you_mean(key, heads)) for key in islice(spot.value, _MOST_KEYS_COMPARED))
    return next((f"; it has {quote(key)}{hint}" for key, hint in hints if hint), "")
