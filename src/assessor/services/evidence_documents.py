"""
Evidence items as the log writes them, and back.

The body of an item is canonical; texts of signals (title, summary, the reasons of tags) are
kept apart as erasable content, which evaluation never reads. Holds the two forms only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.audit import canonicalize, digest
from assessor.domain.evidence import Feed, Reading, Signal, Source, kind_of

if TYPE_CHECKING:
    from assessor.domain.evidence import Item, Kind

_MODELS: dict[str, type[Source | Signal | Reading | Feed]] = {
    "source": Source,
    "signal": Signal,
    "reading": Reading,
    "feed": Feed,
}
ERASED = "(erased)"
MISSING = "(missing)"


@dataclass(frozen=True, slots=True)
class ItemDocument:
    """
    An item in its recorded form.

    Attributes:
        body: What entries hold and evaluation reads.
        text_digest: The address of the erasable part; nothing where there is none.
        text: The erasable part, canonical; empty where there is none, or it is kept already.
        digest: Of body and text together: two items are the same iff it is.
    """

    kind: Kind
    id: str
    body: dict[str, Any]
    text_digest: str | None
    text: bytes = b""

    @property
    def digest(self) -> str:
        """Identify the content, its text included."""
        return digest(canonicalize({"body": self.body, "text": self.text_digest or ""}))


def write_item(item: Item) -> ItemDocument:
    """Return the recorded form of an item."""
    body: dict[str, Any] = item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text: dict[str, Any] = {}
    if isinstance(item, Signal):
        text["title"] = body.pop("title")
        if "summary" in body:
            text["summary"] = body.pop("summary")
        whys = [impact.pop("why", "") for impact in body.get("impacts", [])]
        if any(whys):
            text["why"] = whys
    data = canonicalize(text) if text else b""
    return ItemDocument(kind_of(item), item.id, body, digest(data) if data else None, data)


def read_item(kind: str, body: bytes, text: bytes | None) -> Item:
    """
    Return the item that was recorded.

    Args:
        text: The erasable part; empty where it was erased, None where there is none to be read.
    """
    data = json.loads(body)
    if kind == "signal":
        words = json.loads(text) if text else {"title": MISSING if text is None else ERASED}
        data["title"] = words["title"]
        if "summary" in words:
            data["summary"] = words["summary"]
        for impact, why in zip(data.get("impacts", []), words.get("why", []), strict=False):
            impact["why"] = why
    return _MODELS[kind].model_validate(data)
