"""
What steps say of an item, as a document that is checked like one in a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from assessor.domain.values import Frozen
from assessor.errors import StepInvalidError
from assessor.ruleset.shape_words import describe_shape_error

if TYPE_CHECKING:
    from collections.abc import Mapping

_Model = TypeVar("_Model", bound=Frozen)


def read_document(model: type[_Model], document: Mapping[str, Any], name: str) -> _Model:
    """
    Return the value that a document states.

    Args:
        name: What the message calls it.

    Raises:
        StepInvalidError: It has another shape; the message says where.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        place = f", `{where}`" if where else ""
        raise StepInvalidError(f"{name}{place}: {describe_shape_error(first)}") from error
