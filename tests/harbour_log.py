"""A small world for tests of the record: the harbour of the sound rules, its story, and a clock that ticks."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor.bootstrap import open_assessor
from assessor.domain.evidence_file import EvidenceFile
from assessor.engine.inference import StepMemo
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess
from assessor.services.context import Engines
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.recompute import recompute
from assessor.services.record_evidence import accept_signal, record_batch
from tests.copies import lay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assessor.domain.assessment import Assessment
    from assessor.engine.inference import InferenceEngine
    from assessor.ruleset.model import Ruleset
    from assessor.services.context import Context
    from assessor.store.database import Database

RULES = Path(__file__).parent / "fixtures" / "rulesets" / "sound"
EPOCH = date(2025, 1, 1)
PROVENANCE = "made up for tests of the record"
MENDED = "The quay was mended by Hannes of the north pier"
FASTER = "Marit says that the ferry is faster"

HISTORY: dict[str, Any] = {
    "batch": "history",
    "backfill": "what was published before the log was founded",
    "provenance": PROVENANCE,
    "feeds": [
        {"id": "book-watch", "title": "The book is read", "watches": [{"from": "2023-01-01"}]},
        {
            "id": "paper-watch",
            "title": "The papers are read",
            "carries": {"tiers": [2]},
            "watches": [{"from": "2024-01-01", "to": "2025-12-31"}],
            "gaps": [{"from": "2025-03-01", "to": "2025-03-07"}],
        },
    ],
    "sources": [
        {"id": "book", "title": "The harbour master's book", "tier": 1, "published": "2025-03-20"},
        {"id": "paper", "title": "The Daily Pier", "tier": 2, "published": "2025-03-21"},
        {"id": "copy", "title": "The Evening Quay", "tier": 2, "published": "2025-03-22", "origin": "paper"},
    ],
    "signals": [
        {
            "id": "quay-mended",
            "title": MENDED,
            "summary": "It took a week.",
            "date": "2025-03",
            "feed": "book-watch",
            "sources": ["book", "copy"],
            "impacts": [
                {
                    "cell": "harbour",
                    "direction": "better",
                    "dimensions": ["quay"],
                    "severity": "minor",
                    "stage": "deed",
                    "why": "the book says so",
                }
            ],
        },
        {
            "id": "strike",
            "title": "Nobody worked",
            "date": "2025-03-18~",
            "event": "the-strike",
            "sources": ["paper"],
            "impacts": [{"cell": "ferry", "direction": "worse", "dimensions": ["deck"], "tags": ["strike", "storm"]}],
        },
    ],
    "readings": [
        {
            "indicator": "arrivals",
            "period": "2025-03",
            "value": "12",
            "unit": "ships",
            "source": "book",
            "published": "2025-04-05",
        },
        {"indicator": "arrivals", "period": "2025-04", "status": "suppressed", "unit": "ships", "source": "book"},
        {
            "indicator": "departures",
            "period": "2025-03",
            "value": "9",
            "unit": "ships",
            "source": "paper",
            "vintage": "2025-12-01",
        },
    ],
}
PROPOSAL: dict[str, Any] = {
    "batch": "news",
    "provenance": PROVENANCE,
    "sources": [{"id": "wire", "title": "A wire", "tier": 2, "published": "2026-02-01"}],
    "signals": [
        {
            "id": "ferry-faster",
            "title": FASTER,
            "date": "2026-01-20",
            "sources": ["wire"],
            "impacts": [{"cell": "ferry", "direction": "better", "dimensions": ["deck"], "stage": "deed"}],
        }
    ],
}


class TickingClock:
    """A minute later each time it is looked at."""

    def __init__(self, hour: int, day: date = date(2026, 2, 1)) -> None:
        self.now = datetime.combine(day, time(hour), UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@contextmanager
def open_harbour(path: Path | str, *, cross_checked: bool = False, hour: int = 8) -> Iterator[Context]:
    """A database at a path or URL, by the native engine or by both, under a clock that ticks from an hour on."""
    with open_assessor(str(path), "harbour:1") as context:
        second = context.engines.second if cross_checked else None
        yield replace(with_second(context, second), clock=TickingClock(hour))


@cache
def sound_rules() -> Ruleset:
    return load_ruleset(RULES).require()


@cache
def stricter_rules() -> Ruleset:
    """The same, but that twenty ships are asked for where ten were."""
    rules = sound_rules().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for cell in rules["rules"]:
        for rule in cell["rules"]:
            if rule["id"] == "ships-come":
                rule["when"]["is"] = {"at_least": "20"}
    return type(sound_rules()).model_validate(rules)


def found(context: Context) -> None:
    """Found the log, publish the rules, record the history: entries 0 to 11."""
    _tell_once(context, _found)


def _tell_once(context: Context, story: Callable[[Context], None]) -> None:
    """Let a story happen under the context's own clock; what was recorded of it once is copied the next time."""
    clock, second = context.clock, context.engines.second
    assert isinstance(clock, TickingClock)

    def tell(database: Database) -> datetime:
        engines = Engines(context.engines.first, second, StepMemo())
        story(replace(context, database=database, engines=engines))
        return clock.now

    clock.now = lay(context.database, (story, clock.now, context.actor, type(second)), tell)


def _found(context: Context) -> None:
    initialise(context, "assessor.example/harbour")
    publish_ruleset(context, sound_rules(), EPOCH)
    record_batch(context, EvidenceFile.model_validate(HISTORY))


def judge_harbour(context: Context, as_of: date = date(2025, 4, 20)) -> Assessment:
    """Assess the harbour as known at the end of January 2026."""
    return assess(context, "harbour", as_of=as_of, known_at="2026-01-31").assessment


def with_second(context: Context, engine: InferenceEngine | None) -> Context:
    """The same surroundings with another second engine."""
    return replace(context, engines=Engines(context.engines.first, engine, StepMemo()))


def live_on(context: Context) -> None:
    """
    After all that, learn of what was late: 22 and 23 record a signal of June that the ferry had been faster.

    24 judges the ferry again, and 25 restates what 15 said, and how surely 17 did.
    """
    signal = PROPOSAL["signals"][0] | {"id": "ferry-was-faster", "date": "2025-06-01", "sources": ["letter"]}
    source = PROPOSAL["sources"][0] | {"id": "letter"}
    record_batch(context, EvidenceFile.model_validate(PROPOSAL | {"sources": [source], "signals": [signal]}))
    recompute(context, ["ferry"])


def live_through(context: Context) -> None:
    """
    Record one of everything that the log knows but erasures and disagreements.

    Entry 12 judges the harbour: twelve ships came in March, ten are asked for, so it is busy. 13 and 14
    propose a signal; 15 judges the ferry without it (idle), 16 accepts it, 17 judges with it (busy). 18 repeats
    12. 19 publishes stricter rules, by which 20 judges the harbour idle. 21 judges the lighthouse, of
    which nothing is known.
    """
    _tell_once(context, _live_through)


def _live_through(context: Context) -> None:
    _found(context)
    judge_harbour(context)
    record_batch(context, EvidenceFile.model_validate(PROPOSAL), proposed=True)
    assess(context, "ferry")
    accept_signal(context, "ferry-faster")
    assess(context, "ferry")
    judge_harbour(context)
    publish_ruleset(context, stricter_rules(), date(2025, 2, 1))
    judge_harbour(context)
    assess(context, "lighthouse", as_of=date(2025, 6, 1))
