"""
YAML as rule authors and analysts write it: plain data, with the place of every key and value.

Reads one document, a mapping, of text, numbers, true, false, null, lists and mappings. Deliberately
narrower than YAML: no tags, no anchors and aliases, no dates (they stay text), no binary floats
(decimals keep their digits), no yes and no. Everything wrong is told as problems; nothing is raised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor.ruleset.problems import Problem, Severity
from assessor.ruleset.yaml_tree import Place, Refusal, build_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_BYTES = 5_000_000
# What YAML 1.1 does not count among the printable characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """
    What one file says, and where.

    Attributes:
        name: The file's name as the author knows it.
        data: Plain mappings with text keys, lists, and `str`, `int`, `Decimal`, `bool` or None.
    """

    name: str
    data: dict[str, Any]
    _root: Place

    def position(self, path: Sequence[str | int] = (), *, key: bool = False) -> tuple[int, int]:
        """
        Return line and column, both from 1, of the value at a path, or of its nearest ancestor that exists.

        Args:
            path: Keys and list indices from the top.
            key: Where the last step is a key: the place of the key instead of its value.
        """
        place = self._root
        for depth, step in enumerate(path, start=1):
            inner = place.inside.get(step)
            if inner is None:
                break
            if key and depth == len(path):
                return inner.key_line, inner.key_column
            place = inner
        return place.line, place.column

    def problem(
        self, path: Sequence[str | int], message: str, code: str, *, key: bool = False, severity: Severity = "error"
    ) -> Problem:
        """Return a problem with the value, or the key, at a path."""
        line, column = self.position(path, key=key)
        return Problem(self.name, line, column, message, code, severity)


def read_yaml(source: Path | str | bytes, name: str) -> YamlDocument | list[Problem]:
    """
    Read one YAML document, or return everything that is wrong with it in file order.

    A file over 5 MB is refused by its size, unread.

    Args:
        source: A file, or the text itself.
        name: What problems call the file.
    """
    try:
        text = _read_text(source)
        root, data, refusals = build_tree(text)
    except Refusal as refusal:
        return [_problem_of(refusal, name)]
    if refusals:
        return sorted({_problem_of(refusal, name) for refusal in refusals})
    return YamlDocument(name, data, root)


def _problem_of(refusal: Refusal, name: str) -> Problem:
    """Return the problem that a refusal is in a file."""
    return Problem(name, refusal.line, refusal.column, refusal.message, refusal.code)


def _read_text(source: Path | str | bytes) -> str:
    """Return the text of a source, if YAML may hold all of it."""
    if isinstance(source, Path):
        source = _read_file(source)
    if len(source) > _MOST_BYTES:
        raise _too_large(len(source))
    text = source if isinstance(source, str) else _decode(source)
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        message = f"the control character U+{ord(unprintable[0]):04X} cannot stand in a file; remove it"
        raise Refusal(*_place_after(text[: unprintable.start()]), message, "yaml-control-character")
    return text


def _decode(source: bytes) -> str:
    """Return bytes as the UTF-8 text that they are."""
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8")
        message = f"byte {source[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise Refusal(*_place_after(before), message, "yaml-encoding") from None


def _read_file(path: Path) -> bytes:
    """Return the bytes of a regular file of bearable size."""
    try:
        if not path.is_file():
            what = (
                "is no file that can be read to its end" if path.exists() else "there is no such file; check its name"
            )
            raise Refusal(1, 1, what, "yaml-unreadable")
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise _too_large(size)
        return path.read_bytes()
    except OSError as error:
        raise Refusal(1, 1, f"cannot be read: {error.strerror}", "yaml-unreadable") from error


def _too_large(size: int) -> Refusal:
    """Return the refusal of a text of so many bytes."""
    limit = f"{_MOST_BYTES:,}"
    return Refusal(1, 1, f"{size:,} bytes are too many: {limit} at most; split the file", "yaml-too-large")


def _place_after(text: str) -> tuple[int, int]:
    """Return line and column, from 1, of what follows the text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")
