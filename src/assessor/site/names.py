"""
Where things stand on the site: addresses that do not change, and that any disk and any web server can hold.

All of them are relative, and every page is a file named `index.html` of its own folder, so that links work
from a disk too.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, Literal

Kind = Literal["rule", "signal", "indicator"]
"""What has a place of its own on some page."""

INDEX: Final = "index.html"
CHANGES: Final = "changes/index.html"
FEED: Final = "changes/feed.atom"
RULES: Final = "rules/index.html"
ABOUT: Final = "about/index.html"
STYLE: Final = "style.css"
SCRIPT: Final = "check.js"
MANIFEST: Final = "manifest.json"
RECORD: Final = "record.json"

_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_MOST: Final = 100
_DIGITS: Final = 16


def folder_name(name: str) -> str:
    """
    Return the folder of something by its id: letters that all disks and addresses keep apart, others as `_` and hex.

    Two ids have two folders; a long one ends in a digest of it.
    """
    letters = "".join(c if c in _PLAIN else "".join(f"_{byte:02x}" for byte in c.encode()) for c in name)
    if len(letters) <= _MOST:
        return letters
    return f"{letters[: _MOST - _DIGITS - 2]}__{sha256(name.encode()).hexdigest()[:_DIGITS]}"


def cell_folder(cell: str) -> str:
    """Return the folder of a cell, with a slash at its end."""
    return f"cells/{folder_name(cell)}/"


def cell_page(cell: str) -> str:
    """Return the page of a cell."""
    return f"{cell_folder(cell)}{INDEX}"


def history_page(cell: str, number: int = 1) -> str:
    """Return a page of a cell's history: the first has the picture, each some of its assessments."""
    return f"{cell_folder(cell)}history/{INDEX if number == 1 else f'{number}/{INDEX}'}"


def signals_page(cell: str, number: int) -> str:
    """Return a page of a cell's signals: the first is the cell's own, the others have a folder each."""
    return cell_page(cell) if number == 1 else f"{cell_folder(cell)}signals/{number}/{INDEX}"


def assessment_folder(entry: int) -> str:
    """Return the folder of an assessment by its entry, with a slash at its end."""
    return f"assessments/{entry}/"


def assessment_page(entry: int) -> str:
    """Return the permanent page of an assessment."""
    return f"{assessment_folder(entry)}{INDEX}"


def document_file(digest: str) -> str:
    """Return the document that entries name by a digest: it lies there once, however many name it."""
    return f"documents/{digest.removeprefix('sha256:')}.json"


def items_file(key: str) -> str:
    """Return versions of evidence as a PROV collection, by its key."""
    return f"items/{key}.prov.json"


def ruleset_folder(digest: str) -> str:
    """Return the folder of a published ruleset by its digest, with a slash at its end."""
    return f"rules/{digest.removeprefix('sha256:')[:_DIGITS]}/"


def ruleset_page(digest: str) -> str:
    """Return the page of a published ruleset: its words, and the rules that judge every cell."""
    return f"{ruleset_folder(digest)}{INDEX}"


def cell_rules_page(digest: str, cell: str) -> str:
    """Return the page of a cell's own rules in a published ruleset."""
    return f"{ruleset_folder(digest)}{cell_page(cell)}"


def anchor(kind: Kind, name: str) -> str:
    """Return what a place on a page is called, by an id: those of two kinds of things are kept apart."""
    return f"{kind}-{folder_name(name)}"


def up_from(page: str) -> str:
    """Return the way from a page to the root of the site: nothing, or `../` so many times."""
    return "../" * page.count("/")
