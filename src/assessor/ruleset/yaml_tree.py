"""
How YAML events become plain data with places, and what of YAML is refused on the way.

Depth, number of nodes and length of numbers are bounded, and without aliases nothing grows while it
is read. Where the text comes from is the business of `assessor.ruleset.yaml_source`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from assessor.domain.quoting import quote

_DEEPEST = 64
_MOST_NODES = 250_000
_MOST_REFUSALS = 100
_LONGEST_NUMBER = 40
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "false": False}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_HINTS = {
    "mapping values are not allowed": "; a text that holds `: ` needs quotes",
    "cannot start any token": "; indent with blanks, and put text that begins with a special character in quotes",
    "expected key": "; check the indentation here and the quotes above",
    "block end": "; check the indentation here and the quotes above",
}
# libyaml where PyYAML was built with it: the same events, faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Refusal(Exception):  # noqa: N818 - most are collected; raised only where reading cannot go on
    """Something at a place, line and column from 1, that is not accepted."""

    def __init__(self, line: int, column: int, message: str, code: str) -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.code = line, column, message, code


@dataclass(slots=True)
class Place:
    """Where a value stands, where its key stands, and the places inside; an item of a list is its own key."""

    line: int
    column: int
    key_line: int
    key_column: int
    inside: dict[str | int, Place] = field(default_factory=dict)


def build_tree(text: str) -> tuple[Place, dict[str, Any], list[Refusal]]:
    """Return the places, the data, and all that is refused; the first two are whole only if nothing is."""
    builder = _Builder(text)
    try:
        root, data = builder.read_document()
    except Refusal as refusal:
        return Place(1, 1, 1, 1), {}, [*builder.refusals, refusal]
    return root, data, builder.refusals


class _Builder:
    """Reads the events of one document, and collects refusals while it can go on."""

    def __init__(self, text: str) -> None:
        self.refusals: list[Refusal] = []
        self._events = yaml.parse(text, Loader=_LOADER)
        self._nodes = 0

    def read_document(self) -> tuple[Place, dict[str, Any]]:
        """Return the one document, which is a mapping."""
        self._next()  # the start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise Refusal(1, 1, "holds nothing; write keys and values", "yaml-not-a-mapping")
        top = self._next()
        root = _place_of(top, top)
        data = self._read_value(top, root, 1)
        if not isinstance(top, yaml.MappingStartEvent):
            self._refuse(top, "keys and values belong here, as in `title: some text`", "yaml-not-a-mapping")
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse(after, "a second document begins here; write each in a file of its own", "yaml-documents")
        return root, data

    def _read_value(self, event: yaml.Event, place: Place, depth: int) -> Any:  # noqa: ANN401 - whatever it holds
        """Return the value that begins with the event, and fill its place."""
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise _refusal(event, f"more than {_MOST_NODES:,} values; split the file", "yaml-too-large")
        if depth > _DEEPEST:
            raise _refusal(event, f"nested more than {_DEEPEST} deep; flatten it", "yaml-too-deep")
        if isinstance(event, yaml.ScalarEvent):
            return self._read_scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            self._refuse_tag(event)
            return self._read_list(place, depth)
        if isinstance(event, yaml.MappingStartEvent):
            self._refuse_tag(event)
            return self._read_mapping(place, depth)
        self._refuse(event, "aliases are not followed here; write the value out again", "yaml-alias")
        return None

    def _read_list(self, place: Place, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            place.inside[len(items)] = inner = _place_of(event, event)
            items.append(self._read_value(event, inner, depth + 1))
        return items

    def _read_mapping(self, place: Place, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(begin := self._next(), yaml.MappingEndEvent):
            key = self._read_key(begin, depth)
            event = self._next()
            inner = _place_of(event, begin)
            value = self._read_value(event, inner, depth + 1)
            if key in entries:
                first = place.inside[key].key_line
                message = f"the key {quote(key)} stands here twice, first in line {first}; remove one of them"
                self._refuse(begin, message, "yaml-duplicate-key")
            elif key is not None:
                entries[key], place.inside[key] = value, inner
        return entries

    def _read_key(self, event: yaml.Event, depth: int) -> str | None:
        """Return the text of a key, whatever it looks like; None where it is refused."""
        if not isinstance(event, yaml.ScalarEvent):
            self._read_value(event, _place_of(event, event), depth + 1)
            self._refuse(event, "a key is a text, no list, mapping or alias", "yaml-key")
            return None
        self._refuse_tag(event)
        if not event.value:
            self._refuse(event, "a key is missing before the colon", "yaml-key")
            return None
        return self._checked(event)

    def _read_scalar(self, event: yaml.ScalarEvent) -> str | int | Decimal | bool | None:
        """Return what a text means: quoted, itself; plain, perhaps a number, true, false or null."""
        self._refuse_tag(event)
        text = self._checked(event)
        if not event.implicit[0]:
            return text
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _NOT_FINITE.fullmatch(text):
            self._refuse(event, f"{quote(text)} is not a number that can be compared; write digits", "yaml-number")
            return None
        number = int if _WHOLE.fullmatch(text) else Decimal if _DECIMAL.fullmatch(text) else None
        if number is None:
            return text
        if len(text) > _LONGEST_NUMBER:
            message = f"{quote(text)} is too large a number: {_LONGEST_NUMBER} characters at most"
            self._refuse(event, message, "yaml-number")
            return None
        return number(text)

    def _checked(self, event: yaml.ScalarEvent) -> str:
        """Return the text, refused where an escape in it stands for what no database can hold."""
        text: str = event.value
        unstorable = UNSTORABLE.search(text)
        if unstorable:
            message = f"the character U+{ord(unstorable[0]):04X} cannot stand in a text; remove it"
            self._refuse(event, message, "yaml-control-character")
        return text

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            tag = quote(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self._refuse(event, f"the tag {tag} is not used here; remove it, and quote what is a text", "yaml-tag")

    def _refuse(self, event: yaml.Event, message: str, code: str) -> None:
        """Collect a refusal; after very many of them, stop reading."""
        refusal = _refusal(event, message, code)
        if len(self.refusals) + 1 >= _MOST_REFUSALS:
            raise refusal
        self.refusals.append(refusal)

    def _next(self) -> yaml.Event:
        try:
            return next(self._events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = error.problem or error.context or "cannot be read"
            if error.context_mark and error.context_mark.line + 1 != line:
                problem += f", in what begins in line {error.context_mark.line + 1}"
            hint = next((hint for part, hint in _HINTS.items() if part in problem), "")
            raise Refusal(line, column, f"not YAML: {problem}{hint}", "yaml-syntax") from None
        except (yaml.YAMLError, ValueError, OverflowError):
            raise Refusal(1, 1, "not YAML: it holds a character that does not exist", "yaml-syntax") from None


def _position(event: yaml.Event) -> tuple[int, int]:
    """Return line and column, from 1, of where an event begins."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _refusal(event: yaml.Event, message: str, code: str) -> Refusal:
    """Return a refusal of what begins with the event."""
    return Refusal(*_position(event), message, code)


def _place_of(event: yaml.Event, key: yaml.Event) -> Place:
    """Return the place of what begins with the event, under a key."""
    return Place(*_position(event), *_position(key))
