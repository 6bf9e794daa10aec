"""
Words and small shapes that several kinds of pages share.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.counted import group_digits
from assessor.report.charts.ticks import tell_day
from assessor.report.when import tell_when
from assessor.site import names
from assessor.site.pages.wording import in_words, number_of, shorten, with_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessor.domain.assessment import Assessment, ConfidenceStep, Unknown, Verdict
    from assessor.domain.explanation import Cited, Explained
    from assessor.site.pages.telling import Telling
    from assessor.site.pages.ways import RuleWays

INSUFFICIENT: Final = "Insufficient evidence"
_END_OF_DAY: Final = "T23:59:59.999999Z"
_MOST_CITED: Final = 12
_MOST_UNDER: Final = 8
_MOST_SOURCES: Final = 3
_MOST_UNKNOWNS: Final = 12
_LONGEST_TITLE: Final = 160
_COUNTS: Final = {"surely": "counts", "possibly": "may count"}
_KINDS: Final = {"met": "met", "not met": "not-met", "unknown": "unknown"}


def row(
    name: str, value: object, *, said: str = "", link: str = "", note: str = "", exact: bool = False
) -> dict[str, Any]:
    """
    Return a row of facts.

    Args:
        said: What of the record the value is, for the script that compares it.
    """
    return {"name": name, "value": str(value), "said": said, "link": link, "note": note, "exact": exact}


def tell_trajectory(verdict: Verdict) -> str:
    """Return the trajectory, or that none is issued."""
    return verdict.trajectory or INSUFFICIENT


def issued_trajectory(assessment: Assessment) -> str:
    """Return what is issued: of an override in force, else what was computed."""
    return assessment.issued or INSUFFICIENT


def tell_qualifiers(verdict: Verdict) -> str:
    """Return the qualifiers in a line."""
    return ", ".join(verdict.qualifiers)


def flat_step(step: ConfidenceStep, ways: RuleWays, telling: Telling) -> dict[str, str]:
    """Return a step of confidence with its reason."""
    why = telling.plain(step.reason) if step.rule is None else ""
    return {"step": step.step, "why": why, "rule": step.rule or "", "link": ways.to(step.rule) if step.rule else ""}


def tell_moment(text: str) -> str:
    """Return an instant of the log for people: the end of a day as that, else the day and the minute (UTC)."""
    told = tell_day(date.fromisoformat(text[:10]))
    return f"the end of {told}" if text.endswith(_END_OF_DAY) else f"{told}, {text[11:16]} UTC"


def flat_unknowns(unknowns: Iterable[Unknown], telling: Telling) -> tuple[list[dict[str, Any]], int]:
    """Return what could not be decided, each reason once with the rules that it touches, and how many are left out."""
    touched: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for one in unknowns:
        touched.setdefault((one.reason, one.settle), {}).update(dict.fromkeys(one.rules))
    flat = [
        {
            "reason": telling.plain(why),
            "settle": list(dict.fromkeys(telling.plain(text) for text in settle)),
            "rules": list(rules),
        }
        for (why, settle), rules in touched.items()
    ]
    return flat[:_MOST_UNKNOWNS], max(0, len(flat) - _MOST_UNKNOWNS)


def flat_dimensions(verdict: Verdict, ways: RuleWays) -> list[dict[str, Any]]:
    """Return each dimension with its status; where there is none, why."""
    return [
        {
            "id": one.dimension,
            "title": one.title,
            "status": one.status,
            "kind": "undetermined" if one.status == "undetermined" else "",
            "why": "" if one.rule and one.status != "undetermined" else one.why,
            "rule": one.rule or "",
            "rule_link": ways.to(one.rule) if one.rule else "",
        }
        for one in verdict.dimensions
    ]


def flat_sources(sources: Sequence[str]) -> list[dict[str, str]]:
    """Return the first of some sources: what each is called, and what is said of it."""
    found = []
    for one in sources:
        title, split, note = one.rpartition(" (tier ")
        found.append(
            {"title": shorten(title or one, _LONGEST_TITLE), "note": in_words(f"(tier {note}") if split else ""}
        )
    more = len(sources) - _MOST_SOURCES
    told = [{"title": "", "note": f"and {number_of(more, 'more source')}"}] if more > 0 else []
    return [*found[:_MOST_SOURCES], *told]


class Trees:
    """Explanations as one page shows them."""

    def __init__(self, rules: RuleWays, ways: Mapping[str, str], telling: Telling) -> None:
        """
        Begin a page.

        Args:
            rules: The ways to the rules that judged.
            ways: Where signals are told, from this page, by their ids.
            telling: Of the cell.
        """
        self._rules, self._ways, self._telling = rules, ways, telling
        self._shown: dict[Explained, str] = {}

    def flat(self, node: Explained) -> dict[str, Any]:
        """Return a node with all below it; one that the page has shown already leads there, and has nothing below."""
        if not node.rule and not node.evidence and len(node.parts) == 1 and node.parts[0].text == node.text:
            return self.flat(node.parts[0])  # a condition that a finding holds, and the rule that concludes it
        shown = self._shown.get(node, "") if node.rule else ""
        name = ""
        if node.rule and not shown:
            name = self._shown[node] = f"why-{len(self._shown)}"
        return {
            "id": name,
            "again": shown,
            "text": self._telling(node.text),
            "outcome": node.outcome,
            "kind": _KINDS[node.outcome],
            "shows": self._telling.plain(node.shows),
            "lacks": self._lacks(node),
            "reason": node.reason,
            "because": "" if shown else with_dates(node.because),
            "rule": node.rule or "",
            "rule_link": self._rules.to(node.rule) if node.rule else "",
            "day": tell_day(node.day) if node.day is not None else "",
            "evidence": self.cited(node.evidence[:_MOST_UNDER]),
            "more": max(0, len(node.evidence) - _MOST_UNDER),
            "parts": [] if shown else [self.flat(part) for part in node.parts],
        }

    def _lacks(self, node: Explained) -> str:
        """Return what a node lacks; where that is what it asks, the text says so already."""
        return "" if node.text.startswith(node.lacks) else self._telling.plain(node.lacks)

    def cited(self, evidence: Sequence[Cited]) -> list[dict[str, Any]]:
        """Return items as they are cited, the first of many."""
        return [
            {
                "title": one.title or one.id,
                "link": self._ways.get(one.id, "") if one.kind == "signal" else "",
                "value": group_digits(one.value),
                "when": tell_when(one.when),
                "counts": _COUNTS.get(one.counts, one.counts),
                "tier": one.tier,
                "sources": flat_sources(one.sources),
                "marks": one.marks,
            }
            for one in evidence[:_MOST_CITED]
        ]

    def anchor_of(self, item: str) -> str:
        """Return the way to an item that a verdict names as evidence, where the page tells of it."""
        return self._ways.get(item, "")


def evidence_under(node: Explained) -> tuple[Cited, ...]:
    """Return the items below a node that hold where it does, each once, the latest first."""
    found: dict[tuple[str, str], Cited] = {}
    open_nodes = [node]
    while open_nodes:
        one = open_nodes.pop()
        if one.outcome == one.needed:
            found |= {(item.kind, item.id): item for item in one.evidence}
        open_nodes += one.parts
    return tuple(sorted(found.values(), key=lambda item: (item.when, item.id), reverse=True))


def link_cells(titles: Mapping[str, str], wanted: Iterable[str]) -> list[dict[str, str]]:
    """Return those of some cells that have a page, by title with its address."""
    return [{"title": shorten(titles[one]), "link": names.cell_page(one)} for one in wanted if one in titles]
