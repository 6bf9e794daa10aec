"""
What a key takes, in words: a node of a JSON Schema as an author reads it.

Only nodes that the models make are known; another one is an error of this module, told by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.ruleset.reference.kinds import anchor_of, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.ruleset.reference.kinds import Kind

_DEFINED: Final = "#/$defs/"
_CHOICES: Final = {"Finding": "condition", "ConcludeFinding": "conclusion"}
"""By one of several definitions of which a key takes one: what they are together."""
_OF: Final = {"tier": "number of a tier", "unit": "unit of the indicator"}
_LONGEST_ID: Final = 120


def describe_takes(node: Mapping[str, Any], kind: Kind, refers: str | None) -> str:
    """
    Return what a key takes, with the bounds on it.

    Args:
        refers: The kind of id that it refers to, if it does.

    Raises:
        TypeError: The models make a node of a form that is not known here.
    """
    if "$ref" in node:
        return _link(title_of(node["$ref"].removeprefix(_DEFINED), kind))
    if "oneOf" in node:
        names = [each["$ref"].removeprefix(_DEFINED) for each in node["oneOf"]]
        return _one_of(names, kind)
    if "anyOf" in node:
        return _any_of(node, kind, refers)
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return _listed([f"`{value}`" for value in node["enum"]])
    match node.get("type"):
        case "array":
            return _list(node, kind, refers)
        case "object":
            return _mapping(node, kind, refers)
        case "boolean":
            return "`true` or `false`"
        case "integer":
            return _OF["tier"] if refers == "tier" else f"whole number{_between(node, 'minimum', 'maximum', '')}"
        case "string" | ["string", "integer"]:
            return _text(node, refers)
    raise TypeError(f"no words for a schema of the form {sorted(node)}")


def _any_of(node: Mapping[str, Any], kind: Kind, refers: str | None) -> str:
    forms = [form for form in node["anyOf"] if form.get("type") != "null"]
    if {"number"} < {str(form.get("type")) for form in forms}:
        return "number"
    outer = {key: node[key] for key in ("minLength", "maxLength") if key in node}
    if len(forms) > 1 and forms[-1].get("type") == "array":
        one = describe_takes(forms[0], kind, refers)
        fewest = forms[-1].get("minItems", 0)
        return f"{one}, or a list of such" + (f", {fewest} at least" if fewest > 1 else "")
    if any("oneOf" in form for form in forms) or len(forms) > 1:
        return _listed([describe_takes(form, kind, refers) for form in forms])
    return describe_takes({**forms[0], **outer}, kind, refers)


def _one_of(names: list[str], kind: Kind) -> str:
    for name, together in _CHOICES.items():
        if name in names:
            return f"a [{together}](#{together}s)"
    return _listed([_link(title_of(name, kind)) for name in names])


def _list(node: Mapping[str, Any], kind: Kind, refers: str | None) -> str:
    if "prefixItems" in node:
        return f"list of {len(node['prefixItems'])}: {describe_takes(node['prefixItems'][0], kind, refers)}"
    inside = describe_takes(node["items"], kind, refers)
    return f"list{_between(node, 'minItems', 'maxItems', '')}: {inside}"


def _mapping(node: Mapping[str, Any], kind: Kind, refers: str | None) -> str:
    key = f"id of {_with_article(refers)}" if refers is not None else "text"
    (inside,) = node.get("patternProperties", {"": node.get("additionalProperties")}).values()
    fewest = _between(node, "minProperties", "maxProperties", "")
    return f"mapping{fewest}: {key} to {describe_takes(inside, kind, None)}"


def _text(node: Mapping[str, Any], refers: str | None) -> str:
    match node.get("format"):
        case "edtf":
            return "[date](#values)"
        case "duration":
            return "[duration](#values)"
        case "date":
            return "[day](#values)"
    if refers is not None:
        return _OF.get(refers, f"id of {_with_article(refers)}")
    if node["type"] != "string" and node.get("maxLength") == _LONGEST_ID:
        return "[id](#values)"
    pattern = f", `{node['pattern']}`" if "pattern" in node else ""
    return f"text{_between(node, 'minLength', 'maxLength', ' characters')}{pattern}"


def _between(node: Mapping[str, Any], least: str, most: str, unit: str) -> str:
    """Return the bounds on a number or a length; nothing where there are none."""
    low, high = node.get(least), node.get(most)
    if low is None and high is None:
        return ""
    if unit and (low, high) == (1, None):
        return ", not empty"
    if high is None:
        return f", {low:,}{unit} at least"
    return f", {high:,}{unit} at most" if low is None else f", {low:,} to {high:,}{unit}"


def _with_article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _link(title: str) -> str:
    return f"[{title[0].lower()}{title[1:]}](#{anchor_of(title)})"


def _listed(words: list[str]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
