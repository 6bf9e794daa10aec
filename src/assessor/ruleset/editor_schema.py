"""
JSON Schemas as an editor uses them: what models accept of a file, with each key explained.

Holds what pydantic's own schemas leave out: one value where a list of one would do, patterns that fit
the whole text, and the attributes that docstrings describe. Which files have schemas is
`assessor.ruleset.schemas`' business.
"""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic.json_schema import GenerateJsonSchema

from assessor.domain.values import OneOrMany

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

_MAKE_LIST: Final = get_args(OneOrMany[Any])[1].func
_ATTRIBUTE = re.compile(r"^    (\w+): (.*)$")


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema (2020-12) of a file that is written as the model says, keys by their aliases."""
    schema = model.model_json_schema(by_alias=True, schema_generator=_EditorSchema)
    _amend(schema)
    return schema


class _EditorSchema(GenerateJsonSchema):
    """What pydantic generates, for people who write the file."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return the schema of a model, each key with what docstrings say of it."""
        made = super().model_schema(schema)
        model = schema["cls"]
        made["description"] = read_docstring(model)[0]
        for name, text in _attributes_of(model).items():
            described = made["properties"][model.model_fields[name].alias or name]
            described["description"] = " ".join(filter(None, (text, described.get("description"))))
        return made

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """Return the schema of what a validator is given: of a list, one value alone too."""
        made = super().function_before_schema(schema)
        if schema["function"]["function"] is not _MAKE_LIST:
            return made
        return {"anyOf": [made["items"], {**made, "uniqueItems": True}]}


def read_docstring(model: type) -> tuple[str, dict[str, str]]:
    """Return what a docstring says in all, a line for each paragraph, and what it says of each attribute."""
    text, _, listed = cleandoc(model.__doc__ or "").partition("\nAttributes:\n")
    attributes: dict[str, str] = {}
    for line in listed.splitlines():
        begun = _ATTRIBUTE.match(line)
        if begun:
            attributes[begun[1]] = begun[2]
        elif line.strip() and attributes:
            attributes[next(reversed(attributes))] += f" {line.strip()}"
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
    return "\n".join(paragraphs), attributes


def _attributes_of(model: type[BaseModel]) -> dict[str, str]:
    """Return what a model's docstring and those above it say of its fields."""
    found: dict[str, str] = {}
    for ancestor in reversed(model.__mro__):
        found |= read_docstring(ancestor)[1] if "__doc__" in vars(ancestor) else {}
    return {name: text for name, text in found.items() if name in model.model_fields}


def _amend(node: object) -> None:
    """Make patterns fit the whole text, and lengths of lists count entries, everywhere in a schema."""
    if isinstance(node, list):
        for entry in node:
            _amend(entry)
    if not isinstance(node, dict):
        return
    pattern = node.get("pattern")
    if isinstance(pattern, str) and not pattern.startswith("^"):
        node["pattern"] = f"^(?:{pattern})$"
    lists = [entry for entry in node.get("anyOf", ()) if entry.get("type") == "array"]
    if lists and "minLength" in node:
        fewest = node.pop("minLength")
        lists[0]["minItems"] = fewest
        if fewest > 1:
            del node["anyOf"]
            node.update(lists[0])
    for value in node.values():
        _amend(value)
