"""
What the program says of a cell, in words for readers: conditions as sentences, and things by what people call them.

Verdicts and explanations name indicators, dimensions and feeds by their ids, as rules do. Here each such text of the
program becomes one with titles; what people wrote stands as they wrote it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence import Reading
from assessor.engine.describe import describe
from assessor.report.sentences import say_condition
from assessor.ruleset.conditions import walk
from assessor.site.gather.words import marks_of
from assessor.site.pages.wording import in_words, shorten, tell_when

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.domain.assessment import Assessment
    from assessor.domain.known import Evidence
    from assessor.ruleset.model import Ruleset
    from assessor.site.gather.words import Mark

_TICKED: Final = re.compile("`([^`]+)`")
_JOINS: Final = re.compile(r" must cease: |: ")
_COUNTING: Final = "; what counts now: "
_MOST_COUNTING: Final = 3
_SUM: Final = re.compile(r"^a sum not [^;]+")
"""What a sum would be instead: the sentence before it says of what."""

_LATEST: Final = re.compile(r"\(latest ([^)]+)\)")
_SINGLE: Final = re.compile(r"(?<=^a single origin, )[^,]+(?=,)")


def indicator_titles(rules: Ruleset | None) -> dict[str, str]:
    """Return what people call the indicators of a framework, by their ids."""
    return {one.id: one.title for one in rules.framework.indicators} if rules is not None else {}


def tell_item(item: str, titles: Mapping[str, str]) -> str:
    """Return a thing by its title, with what the program says of it behind its id, such as its latest period."""
    name, space, told = item.partition(" ")
    return f"{titles.get(name, name)}{space}{_LATEST.sub(lambda found: f'(latest {tell_when(found[1])})', told)}"


def tell_marks(assessment: Assessment, indicators: Mapping[str, str]) -> tuple[Mark, ...]:
    """Return what must be known of an assessment, for readers."""
    marks = marks_of(assessment, lambda item: tell_item(item, indicators))
    return tuple(replace(mark, told=in_words(mark.told)) for mark in marks)


def evidence_titles(evidence: Evidence) -> dict[str, str]:
    """Return what people call signals, sources and feeds, by their ids."""
    items = (version.item for version in evidence.versions.values())
    return {one.id: one.title for one in items if not isinstance(one, Reading)}


class Telling:
    """Texts of the program about one cell, for readers."""

    def __init__(self, rules: Ruleset, cell: str, titles: Mapping[str, str]) -> None:
        """
        Take up what things are called.

        Args:
            rules: Those that judged the cell.
            titles: Of evidence, by id.
        """
        self._rules, self._cell = rules, cell
        declared, indicators = rules.cell(cell), indicator_titles(rules)
        dimensions = {one.id: one.title for one in declared.dimensions}
        self._titles = {**titles, **dimensions, **indicators}
        self._heads = dimensions | {f"tension: {one.id}": f"tension: {one.title}" for one in declared.tensions}
        self._read = re.compile(rf"(^|; )({'|'.join(map(re.escape, indicators)) or '(?!)'}) (?=[-\d])")

    @cached_property
    def _sentences(self) -> dict[str, str]:
        """Each condition of the cell's rules as it is told tersely, with the sentence that says the same."""
        framework = self._rules.framework
        conditions = [one for rule in self._rules.rules_of(self._cell).rules for one in walk(rule.condition)]
        return {describe(one): say_condition(one, framework) for one in conditions}

    def __call__(self, text: str) -> str:
        """Return a text that asks for something, or concludes it, and what may follow behind a colon."""
        if text in self._sentences:
            return self._sentences[text]
        if text in self._heads:
            return self._heads[text]
        for join in reversed(list(_JOINS.finditer(text))):
            head, tail = text[: join.start()], text[join.end() :]
            said = self._sentences.get(head) or self._heads.get(head)
            if said is not None:
                return said if tail and head.startswith(tail) else f"{said}{join[0]}{self.plain(tail)}"
        return self.plain(text)

    def plain(self, text: str) -> str:
        """Return a text that says something of evidence."""
        lead, _, listed = text.partition(": ")
        items = listed.split(", ")
        if _COUNTING not in text and all(item.partition(" ")[0] in self._titles for item in items):
            return f"{lead}: {', '.join(tell_item(item, self._titles) for item in items)}"
        text = _SINGLE.sub(lambda found: f"“{self._titles.get(found[0], found[0])}”", text)
        text, counting, keys = _SUM.sub("another sum", text).partition(_COUNTING)
        said = _TICKED.sub(self._named, in_words(self._read.sub(self._value, text)))
        return f"{said}{counting}{self._counting(keys.split(', '))}" if counting else said

    def _counting(self, keys: Sequence[str]) -> str:
        if len(keys) > _MOST_COUNTING:
            return f"{len(keys):,} events"
        return "; ".join(shorten(self._titles.get(key, key)) for key in keys)

    def _value(self, found: re.Match[str]) -> str:
        return f"{found[1]}{self._titles[found[2]]} "

    def _named(self, found: re.Match[str]) -> str:
        title = self._titles.get(found[1])
        return f"“{shorten(title)}”" if title is not None else found[0]
