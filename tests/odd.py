"""A record in which everything is odd: titles, amounts, and every way in which a verdict is not plain."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from assessor.bootstrap import open_assessor
from assessor.domain.evidence_file import EvidenceFile
from assessor.ruleset.model import Ruleset
from assessor.services.assess import assess
from assessor.services.checkpoints import make_checkpoint
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from assessor.services.override import set_override
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from assessor.services.regrade_source import Grade, regrade_source
from tests.copies import lay_schema
from tests.harbour_log import EPOCH, HISTORY, PROVENANCE, TickingClock, sound_rules, with_second

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assessor.services.context import Context

MARKUP: Final = "<script>document.title='taken'</script><b>bold</b> & \u202eeno rehtona"
HEBREW: Final = "\u05de\u05e2\u05d1\u05d5\u05e8\u05ea \u05d4\u05e0\u05de\u05dc (\u05e8\u05e6\u05d9\u05e3 3)"
ARABIC: Final = "\u062a\u0623\u062e\u0631 \u0627\u0644\u0639\u0628\u0627\u0631\u0629 12 \u064a\u0648\u0645\u0627"
LONG: Final = ("The ferry from the old quay to the new one, of which so much is said " * 8)[:499].strip()
UNBROKEN: Final = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenverein" * 3

CROWDED, PROVISIONAL, OVERRIDDEN, EXPIRED, BARE, UNTOUCHED = "ferry", "tug", "dredger", "buoy", "lighthouse", "pier"
_TITLES: Final = {
    CROWDED: LONG, PROVISIONAL: HEBREW, OVERRIDDEN: MARKUP, EXPIRED: UNBROKEN, UNTOUCHED: "Nobody looked at the pier",
}  # fmt: skip
SIGNALS: Final = 250


def odd_rules() -> Ruleset:
    """Return the rules of the harbour with cells that have the ferry's under titles as bad as titles get."""
    rules = sound_rules().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    ferry = next(cell for cell in rules["cells"] if cell["cell"] == CROWDED)
    of_ferry = next(some for some in rules["rules"] if some["cell"] == CROWDED)
    for name in (PROVISIONAL, OVERRIDDEN, EXPIRED, UNTOUCHED):
        rules["cells"].append(ferry | {"cell": name})
        if name != UNTOUCHED:
            rules["rules"].append(of_ferry | {"cell": name})
    for cell in rules["cells"]:
        cell["title"] = _TITLES.get(cell["cell"], cell["title"])
        cell["grouping"] = ARABIC if cell["cell"] in {PROVISIONAL, OVERRIDDEN} else "Afloat and ashore"
        cell["problem"] = f"{LONG} {MARKUP}" if cell["cell"] == OVERRIDDEN else ""
    return Ruleset.model_validate(rules)


def _impact(cell: str, number: int = 0) -> dict[str, Any]:
    direction = "worse" if number % 7 == 3 else "better"
    return {"cell": cell, "direction": direction, "dimensions": ["deck"], "severity": "minor", "stage": "deed"}


def _told(number: int) -> dict[str, Any]:
    """Return one of the many signals of the ferry: every third touches another cell too."""
    titles = {0: LONG, 1: HEBREW, 2: MARKUP, 3: UNBROKEN}
    cells = (CROWDED, OVERRIDDEN) if number % 3 == 0 and number < 30 else (CROWDED,)
    return {
        "id": f"crossing-{number}",
        "title": titles.get(number % 50, f"Crossing {number} was on time"),
        "date": str(date(2026, 1, 20) - timedelta(days=number // 10)),
        "event": f"crossing-{number}",
        "sources": ["wire"],
        "impacts": [_impact(cell, number) for cell in cells],
    }


def _news(name: str, signals: list[dict[str, Any]], tier: int = 2) -> EvidenceFile:
    source = {"id": "wire", "title": f"{HEBREW}, a wire" if name == "many" else name, "tier": tier}
    return EvidenceFile.model_validate(
        {
            "batch": name,
            "provenance": PROVENANCE,
            "sources": [source | {"published": "2026-02-01"} | ({} if name == "many" else {"id": name})],
            "signals": [one if name == "many" else one | {"sources": [name]} for one in signals],
        }
    )


def _revise(context: Context) -> None:
    """Record a later edition of a reading of the harbour, and that its source is a copy."""
    reading = HISTORY["readings"][0] | {"value": "1234", "vintage": "2025-11-03"}
    record_batch(
        context, EvidenceFile.model_validate({"batch": "revised", "provenance": PROVENANCE, "readings": [reading]})
    )
    regrade_source(context, "book", Grade(tier=2), reason="read <b>at second hand</b>")


def _override(context: Context, cell: str, trajectory: str, reason: str, until: date) -> None:
    set_override(context, cell, trajectory=trajectory, reason=reason, author="analyst-7", until=until)


def live_oddly(context: Context, signals: int = SIGNALS) -> None:
    """Record it all: the last day on which anything is said is 10 February 2026."""
    lay_schema(context.database)
    initialise(context, "assessor.example/odd")
    init_key(context)
    publish_ruleset(context, odd_rules(), EPOCH)
    record_batch(context, EvidenceFile.model_validate(HISTORY))
    record_batch(context, _news("many", [_told(number) for number in range(signals)]))
    vague = {"id": "vague", "title": ARABIC, "date": "2025", "impacts": [_impact(PROVISIONAL), _impact(EXPIRED)]}
    record_batch(context, _news("late", [vague]))
    _revise(context)
    _override(context, EXPIRED, "busy", LONG, date(2026, 2, 2))
    for cell in ("harbour", CROWDED, PROVISIONAL, EXPIRED, BARE):
        assess(context, cell)
    for day in (date(2025, 4, 20), date(2025, 6, 30)):
        assess(context, "harbour", as_of=day)
    make_checkpoint(context)
    context = replace(context, clock=_later)
    _override(context, OVERRIDDEN, "idle", f"<b>bold</b> & {HEBREW}", date(2099, 1, 1))
    assess(context, OVERRIDDEN)
    assess(context, EXPIRED)
    surely = {"id": "surely", "title": UNBROKEN, "date": "2025-06-01", "impacts": [_impact(PROVISIONAL)]}
    record_batch(context, _news("letter", [surely]))
    recompute(context, [PROVISIONAL])
    late = {"id": "too-late", "title": HEBREW, "date": "2026-01-05", "impacts": [_impact(EXPIRED)]}
    record_batch(context, _news("afterthought", [late]))


def _later() -> datetime:
    return datetime(2026, 2, 10, 12, tzinfo=UTC)


@contextmanager
def open_odd(path: Path) -> Iterator[Context]:
    """Open a database for it, with one engine alone."""
    with open_assessor(str(path), "odd:1") as context:
        yield replace(with_second(context, None), clock=TickingClock(8))
