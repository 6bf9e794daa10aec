"""Pages of a site as a reader's browser takes them: where their links lead, and whether anything in them could act."""

from __future__ import annotations

from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Page(HTMLParser):
    """What a page links to, on the site and beyond, and whether anything in it could act without the site's files."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.leaving: list[str] = []
        self.acting: list[object] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        kind = self.leaving if "external" in found.get("rel", "").split() else self.links
        kind += [found[name] for name in ("href", "src") if name in found]
        self.ids += [found["id"]] if "id" in found else []
        inline = tag == "script" and "src" not in found and found.get("type") != "application/json"
        if inline or tag == "style" or any(name == "style" or name.startswith("on") for name in found):
            self.acting.append((tag, attrs))


def broken_links(pages: Mapping[str, Page], known: Collection[str]) -> list[str]:
    """Return links that lead off the site, to no file of it or no place on a page, and ids that are there twice."""
    found: list[str] = []
    for name, page in pages.items():
        found += [f"{name}: {one} is there twice" for one in set(page.ids) if page.ids.count(one) > 1]
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme == "data":
                continue
            target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
            leads = not parts.scheme and not parts.netloc and target in known
            if not leads or (parts.fragment and target in pages and parts.fragment not in pages[target].ids):
                found.append(f"{name}: {link}")
    return found
