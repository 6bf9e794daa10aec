"""
What kind of document stands under a digest that an entry names, as a media type.

A closed set, which follows from where the digest stands; what the documents say is for others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.audit.entry import EntryType

if TYPE_CHECKING:
    from collections.abc import Mapping

RULESET: Final = "application/vnd.assessor.ruleset+json"
GATE: Final = "application/vnd.assessor.gate+json"
ASSESSMENT: Final = "application/vnd.assessor.assessment+json"
RESTATEMENT: Final = "application/vnd.assessor.restatement+json"
SIGNAL_TEXT: Final = "application/vnd.assessor.signal-text+json"

NAMED_AS: Final[Mapping[EntryType, Mapping[str, str]]] = {
    EntryType.RULESET_PUBLISHED: {"digest": RULESET, "report": GATE},
    EntryType.ASSESSMENT_RECORDED: {"record": ASSESSMENT, "ruleset": RULESET},
    EntryType.ASSESSMENT_REPEATED: {"ruleset": RULESET},
    EntryType.ASSESSMENT_RESTATED: {"record": RESTATEMENT},
    EntryType.ENGINES_DISAGREED: {"ruleset": RULESET},
    EntryType.SIGNAL_PROPOSED: {"text": SIGNAL_TEXT},
    EntryType.SIGNAL_ACCEPTED: {"text": SIGNAL_TEXT},
    EntryType.SIGNAL_RECORDED: {"text": SIGNAL_TEXT},
    EntryType.SIGNAL_CORRECTED: {"text": SIGNAL_TEXT},
    EntryType.SIGNAL_MERGED: {"text": SIGNAL_TEXT},
    EntryType.SIGNAL_RETRACTED: {"text": SIGNAL_TEXT},
    EntryType.SIGNAL_WITHDRAWN: {"text": SIGNAL_TEXT},
    EntryType.CONTENT_ERASED: {"digest": SIGNAL_TEXT},
    EntryType.BACKTEST_RUN: {"ruleset": RULESET},
}
"""By type of entry, the keys of its body that name content, and its media type."""
