"""
Recent changes as an Atom feed (RFC 4287).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote as percent_encode
from xml.etree.ElementTree import Element, SubElement, tostring

from assessor.audit import render_instant
from assessor.report.safe import safe
from assessor.site import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.site.gather.events import Event
    from assessor.site.gather.record import Record

_ATOM: Final = "http://www.w3.org/2005/Atom"


def render_feed(record: Record, events: Sequence[Event], address: str) -> bytes:
    """
    Return the feed.

    Args:
        events: The newest first.
        address: Where the site is published, with a slash at its end; empty where nobody knows, and links are relative.
    """
    name = percent_encode(record.origin, safe="")
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _text(feed, "id", f"urn:assessor:{name}:changes")
    _text(feed, "title", f"{record.title}: changes")
    _text(feed, "updated", render_instant(events[0].recorded_at if events else record.ended))
    _text(SubElement(feed, "author"), "name", record.origin)
    if address:
        SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": address + names.FEED})
    root = address or names.up_from(names.FEED)
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": root + names.CHANGES})
    for one in events:
        entry = SubElement(feed, "entry")
        _text(entry, "id", f"urn:assessor:{name}:entry:{one.entry}")
        _text(entry, "title", f"{one.word}: {one.title}")
        _text(entry, "updated", render_instant(one.recorded_at))
        page = one.page or f"{names.CHANGES}#entry-{one.entry}"
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": root + page})
        restated = [f"As of {a.as_of}: {a.was}; now: {a.now}" for a in one.restated]
        _text(entry, "summary", ". ".join([one.told, *restated]))
    made: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name, {"type": "text"} if name in {"title", "summary"} else {}).text = safe(text)
