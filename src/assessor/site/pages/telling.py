"""
What the program says of a cell, in words for readers: conditions as sentences, and things by what people call them.

Verdicts and explanations name indicators, dimensions and feeds by their ids, as rules do. Here each such text of the
program becomes one with titles; what people wrote stands as they wrote it.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assessor.domain.counted import group_digits
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.engine.describe import describe
from assessor.report.when import tell_when
from assessor.ruleset.conditions import walk
from assessor.site.gather.words import marks_of
from assessor.site.pages.wording import in_words, shorten, tell_condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessor.domain.assessment import Assessment
    from assessor.domain.evidence import Item
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
_DATED: Final = re.compile(r"`([\[.(/]*\d{4}(?!\w)[^`]*)`")
_ASKS: Final = " where the rule asks "
_UNKNOWN: Final = re.compile(r"^(signal|reading|feed|source) (\S+) is not known$")
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
    """Return what people call signals, sources and feeds, by their ids; where two have the same, the signal."""
    items = [version.item for version in evidence.versions.values()]
    signals = {one.id: one.title for one in items if isinstance(one, Signal)}
    return {one.id: one.title for one in items if isinstance(one, (Source, Feed))} | signals


def tell_piece(item: Item, rules: Ruleset) -> str:
    """Return a piece of evidence by what people call it; a reading by its indicator and period."""
    if isinstance(item, Reading):
        return f"{indicator_titles(rules).get(item.indicator, item.indicator)}, {tell_when(str(item.period))}"
    return f"“{shorten(item.title)}”" if item.title else item.id


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
        self.titles = {**titles, **dimensions, **indicators}
        tensions = {one.id: one.title for one in declared.tensions}
        self._heads = tensions | dimensions
        self._heads |= {
            f"tension{join}{name}": f"tension{join}{told}" for join in (": ", " ") for name, told in tensions.items()
        }
        self._indicators, self._dimensions = indicators, dimensions
        self._read = re.compile(rf"(^|; )({_one_of(indicators)}) (-?\d+(?:\.\d+)?)")
        self._on = re.compile(rf"\bon ((?:{_one_of(dimensions)})(?: or (?:{_one_of(dimensions)}))*)(?![\w-])")

    def naming(self, titles: Mapping[str, str]) -> Telling:
        """Return the same, which knows the titles of more evidence."""
        other = copy(self)
        other.titles = {**titles, **self.titles}
        return other

    @cached_property
    def _sentences(self) -> dict[str, str]:
        """Each condition of the cell's rules as it is told tersely, with the sentence that says the same."""
        framework = self._rules.framework
        conditions = [one for rule in self._rules.rules_of(self._cell).rules for one in walk(rule.condition)]
        return {describe(one): tell_condition(one, framework, self._dimensions) for one in conditions}

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
        if found := _UNKNOWN.match(text):
            return f"“{shorten(self._item(found[2]))}” is not known"
        lead, _, listed = text.partition(": ")
        items = listed.split(", ")
        if _COUNTING not in text and all(item.partition(" ")[0] in self.titles for item in items):
            return f"{lead}: {', '.join(tell_item(item, self.titles) for item in items)}"
        text = _SINGLE.sub(lambda found: f"“{self.titles.get(found[0], found[0])}”", text)
        text = _DATED.sub(lambda found: tell_when(found[1]), text)
        text, counting, keys = _SUM.sub("another sum", text).partition(_COUNTING)
        text = self._on.sub(self._dimension, self._read.sub(self._value, self._asking(text)))
        said = _TICKED.sub(self._named, in_words(text))
        return f"{said}{counting}{self._counting(keys.split(', '))}" if counting else said

    def _counting(self, keys: Sequence[str]) -> str:
        if len(keys) > _MOST_COUNTING:
            return f"{len(keys):,} events"
        return "; ".join(shorten(self.titles.get(key, key)) for key in keys)

    def _asking(self, text: str) -> str:
        """Return a text in which what a rule asks is a sentence."""
        head, asks, tail = text.partition(_ASKS)
        asked = max((one for one in self._sentences if asks and tail.startswith(one)), key=len, default="")
        return f"{head} where the rule asks for {self._sentences[asked]}{tail[len(asked) :]}" if asked else text

    def _value(self, found: re.Match[str]) -> str:
        return f"{found[1]}{self.titles[found[2]]} {group_digits(found[3])}"

    def _dimension(self, found: re.Match[str]) -> str:
        return f"on {' or '.join(f'“{self._dimensions[one]}”' for one in found[1].split(' or '))}"

    def _item(self, name: str) -> str:
        """Return a piece of evidence by its title; a reading by that of its indicator, and its period."""
        indicator, _, period = name.partition("/")
        if indicator in self._indicators and period:
            return f"{self._indicators[indicator]}, {tell_when(period)}"
        return self.titles.get(name, name)

    def _named(self, found: re.Match[str]) -> str:
        title = self.titles.get(found[1])
        return f"“{shorten(title)}”" if title is not None else found[0]


def _one_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
