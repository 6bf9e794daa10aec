"""
The page as Markdown: a section for each kind of file, below it one for each part, in each a row for each key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.ruleset.conclusions import CONCLUSIONS
from assessor.ruleset.conditions import HEADS
from assessor.ruleset.reference.kinds import anchor_of, kinds_of_file, title_of
from assessor.ruleset.reference.takes import describe_takes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.ruleset.reference.kinds import Kind

_HEAD: Final = """\
# Reference: every key of every file

Written from the models by `make schemas`; what stands here is changed there. [Writing rules](rule-authoring.md)
tells what the keys are for, the [cookbook](cookbook/README.md) shows them at work, and `schemas/` holds the same for
editors.

A key that is **required** has to be there; of the others the column says what holds where they are left out. A key
that is not listed is an error.

## Values

| takes | is |
| --- | --- |
| id | a name that other places refer to, 1 to 120 printable characters; a whole number is read as its digits |
| text | any text; in quotation marks where it holds `: ` or begins with a special character |
| whole number | digits, with a sign or without |
| number | digits with a point or without, at most 15 before it and 12 behind it; it stays exact |
| day | a day as ISO 8601 writes it, `2026-04-26` |
| date | a date as precise as its source gives it, in \
[EDTF](rule-authoring.md#dates-as-precise-as-the-source-gives-them): \
`2026-04`, `2025-06/..`, `2026-04~` |
| duration | a length of [calendar time](rule-authoring.md#windows-and-durations), \
200 years at most: `P18M`, `P1Y6M`, `P2W`, `P90D` |
"""
_LAST: Final = ("as", "reason")
"""Keys that many conditions share; a condition's own come first."""
_VALUE_TYPES: Final = (" A length of calendar time (ISO 8601).", " A date as precise as its source gives it (EDTF).")
_CONDITIONS: Final = """
### Conditions

A condition is met, not met or unknown. It is told by the key with which it begins.

| condition | asks |
| --- | --- |
"""
_CONCLUSIONS: Final = """
### Conclusions

A rule concludes one thing, told by its key.

| conclusion | is |
| --- | --- |
"""


def render_reference() -> str:
    """Return the text of `docs/reference.md`."""
    told: set[str] = set()
    return _HEAD + "".join(text for kind in kinds_of_file() for text in _sections(kind, told))


def _sections(kind: Kind, told: set[str]) -> Iterator[str]:
    """Yield the section of a kind of file, and those of its parts that were not told before."""
    yield f"\n## {kind.title}\n\n{kind.told}\n\n{_table(kind.schema, '', kind)}"
    for name, definition in _parts(kind):
        title = title_of(name, kind)
        if title in told:
            continue
        told.add(title)
        if name == "Signals":
            yield _CONDITIONS + _chosen(HEADS.values(), "Condition", kind)
        if name == "ConcludeFinding":
            yield _CONCLUSIONS + _chosen(CONCLUSIONS.values(), "Conclusion", kind)
        level = "####" if title.startswith(("Condition `", "Conclusion `")) else "###"
        yield f"\n{level} {title}\n\n{definition['description']}\n\n{_table(definition, name, kind)}"


def _parts(kind: Kind) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the definitions that a kind of file needs, each after the one that first speaks of it."""
    defined: Mapping[str, Mapping[str, Any]] = kind.schema["$defs"]
    found = dict.fromkeys(_named(kind.schema["properties"]))
    open_names = list(found)
    while open_names:
        more = [name for name in _named(defined[open_names.pop(0)]) if name not in found]
        found |= dict.fromkeys(more)
        open_names += more
    heads = [model.__name__ for model in (*HEADS.values(), *CONCLUSIONS.values())]
    order = sorted(found, key=lambda name: heads.index(name) + 1 if name in heads and "Rule" in defined else 0)
    return [(name, defined[name]) for name in order]


def _named(node: object) -> Iterator[str]:
    """Yield the definitions that a part of a schema names."""
    if isinstance(node, list):
        for entry in node:
            yield from _named(entry)
    elif isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from _named(value)


def _chosen(models: Iterable[type], word: str, kind: Kind) -> str:
    """Return the rows of a table of conditions or conclusions, each by its first sentence."""
    rows = []
    for model in models:
        title = title_of(model.__name__, kind)
        first = kind.schema["$defs"][model.__name__]["description"].partition("\n")[0]
        rows.append(f"| [{title.removeprefix(word).strip()}](#{anchor_of(title)}) | {_cell(first)} |\n")
    return "".join(rows)


def _table(schema: Mapping[str, Any], name: str, kind: Kind) -> str:
    rows = []
    for key, node in sorted(schema["properties"].items(), key=lambda item: _rank(item[0], name, kind)):
        takes = describe_takes(node, kind, kind.refers.get((name, key)))
        absent = "**required**" if key in schema.get("required", ()) else _default(node)
        rows.append(f"| `{key}` | {_cell(takes)} | {absent} | {_cell(_said(node))} |\n")
    return "| key | takes | left out | means |\n| --- | --- | --- | --- |\n" + "".join(rows)


def _rank(key: str, name: str, kind: Kind) -> int:
    """Return how late a key is told: what tells a condition first, what many conditions share last."""
    return 0 if title_of(name, kind) == f"Condition `{key}`" else 2 if key in _LAST else 1


def _default(node: Mapping[str, Any]) -> str:
    """Return what holds where a key is left out."""
    match node.get("default"):
        case None | "" | [] | {}:
            return "none"
        case [only]:
            return f"`{only}`"
        case bool() as flag:
            return f"`{str(flag).lower()}`"
        case value:
            return f"`{value}`"


def _said(node: Mapping[str, Any]) -> str:
    """Return what a key means, without what is said of every duration and every date."""
    said: str = node.get("description", "")
    for of_all in _VALUE_TYPES:
        said = f" {said}".partition(of_all)[0].strip()
    return said


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
