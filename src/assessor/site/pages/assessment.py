"""
The permanent page of an assessment: what was said, when, on what knowledge, by which rules; and the check.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from assessor.audit import render_instant
from assessor.report.charts.band import Stay, draw_band
from assessor.report.charts.ticks import tell_day
from assessor.site import names
from assessor.site.packed import pack
from assessor.site.pages.rests import Rests
from assessor.site.pages.telling import tell_piece
from assessor.site.pages.told import (
    issued_trajectory,
    row,
    tell_moment,
    tell_qualifiers,
    tell_trajectory,
)
from assessor.site.pages.ways import RuleWays
from assessor.site.pages.wording import in_words, number_of, shorten, tell_entries
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment
    from assessor.ruleset.model import Ruleset
    from assessor.services.restated_by import RestatementOf
    from assessor.site.gather.assessment import AssessmentFacts
    from assessor.site.gather.record import Record
    from assessor.site.render import House

_MOST_NAMED: Final = 12
UP: Final = names.up_from(names.assessment_page(0))
"""The way from each of these pages to the root of the site."""

_ON_THE_WAY: Final = "The states on the way"


class AssessmentPages:
    """Pages of assessments, one after the other; what several of them say alike is written once."""

    def __init__(self, house: House, record: Record) -> None:
        """Begin some pages of a record."""
        self._house, self._record = house, record
        self._rests: dict[tuple[str, str], Rests] = {}

    def render(self, facts: AssessmentFacts, *, bundled: bool) -> bytes:
        """
        Return the page of an assessment.

        Args:
            bundled: Whether its bundle lies beside it.
        """
        house, assessment = self._house, facts.stated.assessment
        entry = facts.stated.said.entry_index
        page = names.assessment_page(entry)
        drawings = Drawings(house)
        stays, moves = stays_of(assessment), [change.day for change in assessment.verdict.history[1:]]
        drawings.add(
            draw_band("band", _ON_THE_WAY, stays, house.paints, width=720, moves=moves),
            draw_band("band-narrow", _ON_THE_WAY, stays, house.paints, width=340, moves=moves),
        )
        drawings.data("check", _to_check(self._record, facts))
        rules = facts.stated.ruleset
        ways = RuleWays(page, assessment.ruleset, assessment.cell, rules)
        rests = self._rests_of(ways)
        cited = rests.cite(facts.evidence)
        cell = {
            "title": shorten(assessment.title),
            "link": names.cell_page(assessment.cell),
            "history": names.history_page(assessment.cell),
        }
        told = {
            "heading": f"{assessment.title}, {tell_day(assessment.as_of)}",
            "cell": cell,
            "id": assessment.id,
            "entry": entry,
            "as_of_told": tell_day(assessment.as_of),
            "swatch": drawings.swatch(assessment.issued),
            "trajectory": issued_trajectory(assessment),
            "qualifiers": "" if _is_overridden(assessment) else tell_qualifiers(assessment.verdict),
            "standfirst": _standfirst(facts),
            "marks": rests.marks(assessment),
            "restated": [_restated(one, facts, rules) for one in facts.restated],
            "identity": _identity(ways, facts),
            "verdict": _verdict(assessment),
            "steps": rests.steps(assessment.verdict),
            "dimensions": rests.dimensions(assessment.verdict),
            "states": _states(ways, drawings, assessment),
            "reasons": rests.reasons(assessment.verdict, cited),
            "tensions": rests.tensions(assessment.verdict, cited),
            "unknowns": rests.unknowns(assessment.verdict, facts.evidence),
            "proof": _proof(self._record, facts),
            "files": _files(facts, bundled=bundled),
            "bundle_command": "" if bundled else f"assessor assessment bundle {entry} -o bundle.json",
            "before": names.assessment_page(facts.before) if facts.before is not None else "",
            "after": names.assessment_page(facts.after) if facts.after is not None else "",
        }
        return render_page("assessment.html.j2", page, house, told, drawings)

    def _rests_of(self, ways: RuleWays) -> Rests:
        key = (ways.digest, ways.cell)
        if key not in self._rests:
            self._rests[key] = Rests(ways)
        return self._rests[key]


def _is_overridden(assessment: Assessment) -> bool:
    return assessment.override is not None and assessment.override.in_force


def stays_of(assessment: Assessment) -> list[Stay]:
    """Return the states up to the day judged; where nothing is issued on it, the last is none."""
    changes = assessment.verdict.history
    ends = [*(change.day - timedelta(days=1) for change in changes[1:]), assessment.as_of]
    stays = [Stay(change.state, change.day, end) for change, end in zip(changes, ends, strict=True)]
    if not stays:
        return [Stay(None, assessment.as_of, assessment.as_of)]
    if assessment.verdict.trajectory is None:
        stays[-1] = Stay(None, stays[-1].since, stays[-1].until)
    return stays


def _standfirst(facts: AssessmentFacts) -> str:
    assessment = facts.stated.assessment
    known = tell_moment(assessment.known_at)
    return f"Said of {tell_day(assessment.as_of)}, by what was known at {known}, and by the rules in force then."


def _identity(ways: RuleWays, facts: AssessmentFacts) -> list[dict[str, Any]]:
    assessment, use = facts.stated.assessment, facts.stated.assessment.engines
    cause = assessment.cause
    named = ", ".join(map(str, cause.entries[:_MOST_NAMED]))
    more = f" and {len(cause.entries) - _MOST_NAMED} more" if len(cause.entries) > _MOST_NAMED else ""
    repeats = assessment.repeats
    rows = [
        row("Cell", assessment.cell, said="cell", note=shorten(assessment.title)),
        row("As of", assessment.as_of, said="as_of", exact=True, note="the day judged"),
        row("Known at", assessment.known_at, said="known_at", exact=True, note="what was known by then"),
        row(
            "Recorded at",
            render_instant(facts.stated.recorded_at),
            said="recorded_at",
            exact=True,
            note="by the clock of the log",
        ),
        row(
            "Rules in force",
            assessment.ruleset,
            said="ruleset",
            exact=True,
            link=ways.to_all(),
        ),
        row("Entry", facts.stated.said.entry_index, said="entry", note=f"called {assessment.id}"),
        row("Log size", assessment.log_size, said="log_size", note="evidence counted if its entry is below it"),
        row("Cause", "by hand" if cause.by == "hand" else f"entries {named}{more}"),
        row("Actor", assessment.actor, said="actor"),
        row(
            "Read",
            number_of(assessment.read_set.count, "item"),
            note=_tell_support(len(assessment.support), assessment.read_set.count),
        ),
        row(
            "Cross-checked",
            f"{use.checked:,} of {number_of(use.distinct, 'step')}",
            note=f"by {' and '.join(use.engines)}",
        ),
    ]
    if repeats is not None:
        rows.append(
            row("Repeats", f"entry {repeats}", link=UP + names.assessment_page(repeats), note="with the same inputs")
        )
    return rows


def _tell_support(number: int, of: int) -> str:
    """Return on how many of the items read the verdict rests."""
    of_them = f"{number:,} of them" if number != of else "all of them" if number > 1 else "it"
    return f"the verdict rests on {of_them if number else 'none'}"


def _verdict(assessment: Assessment) -> list[dict[str, Any]]:
    verdict = assessment.verdict
    rows = [row("Trajectory", tell_trajectory(verdict), said="computed", note="as computed")]
    if assessment.override is not None:
        rows.append(row("Issued", issued_trajectory(assessment), note=assessment.override.reason))
    if verdict.qualifiers and _is_overridden(assessment):
        rows.append(row("Qualifiers", tell_qualifiers(verdict), said="qualifiers", note="as computed"))
    if verdict.last_supported is not None:
        last = verdict.last_supported
        rows.append(row("Last supported", f"{last.state} on {tell_day(last.day)}"))
    if verdict.trajectory is not None:  # else trend and confidence are of nothing
        rows += [row("Trend", verdict.trend, said="trend")] if verdict.trend is not None else []
        rows.append(row("Confidence", verdict.confidence, said="confidence"))
    if verdict.alternatives:
        rows.append(row("Could also be", ", ".join(verdict.alternatives), said="alternatives"))
    rows.append(row("Standing", verdict.standing, said="standing", note=in_words(verdict.standing_reason)))
    return rows


def _states(ways: RuleWays, drawings: Drawings, assessment: Assessment) -> list[dict[str, Any]]:
    return [
        {
            "state": change.state,
            "day": tell_day(change.day),
            "swatch": drawings.swatch(change.state),
            "rule": change.rule or "",
            "link": ways.to(change.rule) if change.rule else "",
        }
        for change in assessment.verdict.history
    ]


def _restated(one: RestatementOf, facts: AssessmentFacts, rules: Ruleset) -> dict[str, Any]:
    named = [(version, facts.became.get((version.kind, version.id))) for version in one.because[:_MOST_NAMED]]
    because = [tell_piece(item, rules) if item is not None else version.id for version, item in named]
    more = f" and {len(one.because) - _MOST_NAMED} more" if len(one.because) > _MOST_NAMED else ""
    return {
        "verdict": str(one.verdict),
        "entry": one.entry_index,
        "known_at": tell_moment(one.known_at),
        "because": "; ".join(because) + more,
        "link": f"{names.CHANGES}#entry-{one.entry_index}",
    }


def _proof(record: Record, facts: AssessmentFacts) -> dict[str, Any] | None:
    if not facts.proofs:
        return None
    signed = record.covering(facts.stated.said.entry_index)
    assert signed is not None  # noqa: S101 - it is what the proof was made under
    return {
        "size": tell_entries(facts.proofs[0].size),
        "key": record.key or "",
        "checkpoint": signed.note.render().decode().splitlines(),
    }


def _to_check(record: Record, facts: AssessmentFacts) -> dict[str, Any]:
    """Return what the script checks: the receipts as they are published, and the document that the entry names."""
    return {
        "origin": record.origin,
        "receipts": [
            {"file": receipt_name(facts.stated.said.entry_index, one.entry), "text": one.receipt}
            for one in facts.proofs
        ],
        "document": {
            "file": f"{UP}{names.document_file(facts.stated.said.record)}",
            "packed": pack(facts.stated.document),
        },
    }


def receipt_name(entry: int, proven: int) -> str:
    """Return the file of the receipt of an assessment's entry, or of the one that it repeats."""
    return "receipt.tlog-proof" if proven == entry else f"receipt-{proven}.tlog-proof"


def _files(facts: AssessmentFacts, *, bundled: bool) -> list[dict[str, str]]:
    said = facts.stated.said
    document = names.document_file(said.record)
    found = [
        _file("assessment.json", "the assessment"),
        _file("prov.json", "what it was made from, and by whom, as W3C PROV"),
        _file(document, "the document that the entry names by its digest", f"{UP}{document}"),
    ]
    found += [
        _file(receipt_name(said.entry_index, one.entry), f"that entry {one.entry} is in the log (C2SP tlog-proof)")
        for one in facts.proofs
    ]
    if bundled:
        found.append(_file("bundle.json", "with all that it read and its rules, to evaluate it again offline"))
    return found


def _file(name: str, told: str, link: str = "") -> dict[str, str]:
    return {"name": name, "told": told, "link": link or name}
