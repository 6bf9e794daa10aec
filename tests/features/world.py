"""
What a scenario acts on: a database of its own, filled when first judged.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from assessor.bootstrap import open_assessor
from assessor.domain.evidence import Impact, Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.intake.read import read_evidence
from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.model import Ruleset
from assessor.services.assess import assess
from assessor.services.assessment_name import Reference
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from tests.copies import lay_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assessor.domain.change import AttributedChange
    from assessor.services.assessed import Assessed
    from assessor.services.context import Context
    from assessor.services.diff import Difference
    from assessor.services.explain import Explanation
    from assessor.services.outlook import JudgedBranch, Outlook
    from assessor.services.trace import Trace

T = TypeVar("T")
PROVENANCE = "made up for a scenario"


def shipped_batches(framework: str) -> list[EvidenceFile]:
    folder = resource_dir("rules") / framework / "evidence"
    return [read_evidence(path) for path in sorted(folder.glob("*.yaml"))]


def estimate(text: str) -> dict[str, int]:
    """Return what `30 to 40`, or `30` alone, says."""
    low, _, high = text.partition(" to ")
    return {"low": int(low), "high": int(high or low)}


@dataclass
class World:
    """One scenario: batches to record first, and what came of it."""

    folder: Path
    framework: str = ""
    batches: list[EvidenceFile] = field(default_factory=list)
    results: list[Assessed] = field(default_factory=list)
    kept_root: str = ""
    recorded: int | None = None
    difference: Difference | None = None
    looked_at: AttributedChange | None = None
    traced: Trace | None = None
    explained: Explanation | None = None
    outlook: Outlook | None = None
    log_size: int | None = None
    ready: bool = False

    @property
    def database(self) -> Path:
        return self.folder / "scenario.db"

    def begin(self, framework: str, *, feeds_only: bool = False) -> None:
        self.framework = framework
        batches = shipped_batches(framework)
        if feeds_only:
            empty = {"signals": (), "readings": (), "sources": ()}
            batches = [batch.model_copy(update=empty) for batch in batches]
        self.batches = batches

    def drop_signals(self, wanted: Callable[[Signal], bool]) -> int:
        before = sum(len(batch.signals) for batch in self.batches)
        self.batches = [
            batch.model_copy(update={"signals": tuple(s for s in batch.signals if not wanted(s))})
            for batch in self.batches
        ]
        return before - sum(len(batch.signals) for batch in self.batches)

    def add_signals(
        self,
        cell: str,
        rows: list[dict[str, str]],
        *,
        known: str | None = None,
        copies: bool = False,
    ) -> None:
        """Add signals from a table; known from their own day, or from `known` on."""
        sources = tuple(
            Source(
                id=f"source-{row['id']}",
                title=f"Report of {row['id']}",
                tier=int(row["tier"]),
                published=date.fromisoformat(known or row.get("reported") or row["date"]),
                origin="the-one-report" if copies else None,
            )
            for row in rows
        )
        signals = tuple(
            Signal.model_validate(
                {
                    "id": row["id"],
                    "title": f"Signal {row['id']}",
                    "date": row["date"],
                    "sources": [f"source-{row['id']}"],
                    "amounts": {name: estimate(row[name]) for name in ("deaths",) if row.get(name)},
                    "impacts": [
                        Impact(
                            cell=cell,
                            aspect=row.get("aspect") or "operational",
                            stage=row["stage"],
                            direction=row["direction"],
                            dimensions=(row["dimension"],),
                            severity=row["severity"],
                            tags=tuple(t.strip() for t in row["tags"].split(",") if t.strip()),
                        )
                    ],
                }
            )
            for row in rows
        )
        batch = EvidenceFile(
            batch=f"scenario-{len(self.batches)}",
            backfill="a scenario's own history",
            provenance=PROVENANCE,
            sources=sources,
            signals=signals,
        )
        self.batches.append(batch)
        if self.ready:
            self.act(lambda context: record_batch(context, batch))

    def act(self, use: Callable[[Context], T]) -> T:
        with open_assessor(str(self.database), "scenario") as context:
            return use(context)

    def fill(self) -> None:
        """Found the log and record everything the scenario was given."""
        if self.ready:
            return
        ruleset = load_ruleset(resource_dir("rules") / self.framework).require()

        def record(context: Context) -> None:
            lay_schema(context.database)
            initialise(context, "assessor.example/scenario")
            publish_ruleset(context, ruleset, ruleset.framework.epoch)
            for batch in self.batches:
                record_batch(context, batch)

        self.act(record)
        self.ready = True

    def republish(self, rule: str, count: int) -> None:
        """Publish the rules once more, with one of them asking for another number of events."""
        document = load_ruleset(resource_dir("rules") / self.framework).require().model_dump(mode="json", by_alias=True)
        (edited,) = (r for rules in document["rules"] for r in rules["rules"] if r["id"] == rule)
        edited["when"]["count"] = {"at_least": count}
        ruleset = Ruleset.model_validate(document)
        self.act(lambda context: publish_ruleset(context, ruleset, ruleset.framework.epoch))

    def reference(self, number: int) -> Reference:
        """Name an assessment by its number in the scenario, from 0."""
        index = self.results[number].assessment.entry_index
        assert index is not None, "a trial has no entry"
        return Reference(index)

    def assess(self, cell: str, as_of: str | None, known_at: str | None, *, dry_run: bool = False) -> Assessed:
        """Assess a cell; on the day of what is known where no day is named, by what is known now where no moment is."""
        self.fill()
        day = date.fromisoformat(as_of) if as_of is not None else None
        found = self.act(lambda context: assess(context, cell, as_of=day, known_at=known_at, dry_run=dry_run))
        self.results.append(found)
        return found

    def branch(self, name: str) -> JudgedBranch:
        """Return a branch of the outlook that was judged."""
        assert self.outlook is not None, "judge the outlook first"
        (found,) = (one for one in self.outlook.branches if one.outlook.branch.id == name)
        return found

    def tamper(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        """Change rows as somebody with the file would: triggers dropped, and made again."""
        with sqlite3.connect(self.database) as raw:
            triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                raw.execute(f"DROP TRIGGER {name}")
            for sql, values in statements:
                raw.execute(sql, values)
            for _, sql in triggers:
                raw.execute(sql)
        raw.close()
