"""
A verdict in one line, and the words for its times and identities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.counted import agreed
from assessor.report.safe import safe

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment, Verdict

TRIAL = "TRIAL"
_END_OF_DAY = "T23:59:59.999999Z"
_DIGEST = len("sha256:") + 12


def headline(verdict: Verdict) -> str:
    """Return trajectory and qualifiers as a dashboard would print them, or why there are none."""
    if verdict.trajectory is None:
        return "insufficient evidence"
    return verdict.trajectory + (f" ({', '.join(verdict.qualifiers)})" if verdict.qualifiers else "")


def issued_headline(assessment: Assessment) -> str:
    """Return the headline that is issued: of an override in force with the computed one beside it, else the latter."""
    computed = headline(assessment.verdict)
    if assessment.override is None or not assessment.override.in_force:
        return computed
    return f"{assessment.override.trajectory} by override; computed: {computed}"


def one_line(assessment: Assessment) -> str:
    """Return an assessment on one line, a trial marked as one."""
    verdict = assessment.verdict
    mark = f"{TRIAL}, not recorded: " if assessment.trial else ""
    trend = f", {verdict.trend}" if verdict.trend is not None else ""
    override = f"; {assessment.override.words}" if assessment.override is not None else ""
    reason = f": {agreed(verdict.standing_reason)}" if verdict.trajectory is None and verdict.standing_reason else ""
    return safe(
        f"{mark}cell {assessment.cell} as of {assessment.as_of}: {issued_headline(assessment)}{reason}{trend}{override}"
    )


def tell_instant(instant: str) -> str:
    """Return an instant in words where it is the end of a day, else to the second."""
    if instant.endswith(_END_OF_DAY):
        return f"the end of {instant.removesuffix(_END_OF_DAY)} (UTC)"
    return f"{instant[:19].replace('T', ' ')} (UTC)"


def shorten_digest(digest: str) -> str:
    """Return the beginning of a digest: enough for people to tell two apart, too little to verify by."""
    return digest[:_DIGEST]
