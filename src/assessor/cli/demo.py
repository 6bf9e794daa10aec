"""`assessor demo`: cell 11 from the shipped evidence to a verified log, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import typer

from assessor.cli.options import Json, shipped_framework
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import Settings, opened, settings_of

if TYPE_CHECKING:
    from assessor.services.assessed import Assessed
    from assessor.services.context import Context

CELL: Final = "11"
KNOWN_AT: Final = "2026-04-26"
DAYS: Final = ("2025-02-15", "2025-07-01", "2025-12-15", "2026-03-31", KNOWN_AT)
DATABASE: Final = "assessor-demo.db"
ORIGIN: Final = "assessor.example/demo"


def demo(context: typer.Context, as_json: Json = False) -> None:
    """Assess cell 11 from the shipped evidence, in assessor-demo.db or --db; harmless when repeated."""
    given = settings_of(context)
    context.obj = Settings(given.db or DATABASE, given.actor or "demo")
    with opened(context) as assessor:
        shown = _Demo(assessor, quiet=as_json)
        shown.publish()
        shown.record()
        shown.assess()
        shown.explain()
        shown.show_history()
        shown.verify()
    if as_json:
        print_json(shown.told)
        return
    say("")
    say(f"The record is in {context.obj.db}. Look further:")
    times = f"{CELL} --as-of {KNOWN_AT} --known-at {KNOWN_AT}"
    for command in (f"explain {times}", f"explain {times} --why-not Contested", "signal list --cell 11", "log show"):
        say(f"  assessor {command} --db {context.obj.db}")


@dataclass
class _Demo:
    """The steps, in order, and what they told."""

    assessor: Context
    quiet: bool
    told: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    last: Assessed | None = None

    def step(self, text: str) -> None:
        """Say what happens next."""
        from rich.text import Text

        self.number += 1
        if not self.quiet:
            show_page(Text(f"\n{self.number}. {text}", style="bold"))

    def line(self, text: str) -> None:
        """Say what came of it."""
        if not self.quiet:
            say(f"   {text}")

    def publish(self) -> None:
        from assessor.report.headline import shorten_digest
        from assessor.ruleset.load import load_ruleset
        from assessor.services.initialise import initialise
        from assessor.services.publish_ruleset import publish_ruleset

        self.step("Found a log, and publish the doctrine's rules in it")
        founded = initialise(self.assessor, ORIGIN)
        ruleset = load_ruleset(shipped_framework()).require()
        published = publish_ruleset(self.assessor, ruleset, ruleset.framework.epoch)
        self.told |= {"origin": founded.origin, "ruleset": published.digest}
        self.line(f"log {founded.origin} {'founded' if founded.created else 'was there before'}")
        self.line(f"ruleset {shorten_digest(published.digest)} in force from {published.effective_from}")

    def record(self) -> None:
        from assessor.cli.evidence import tell_batch
        from assessor.intake.read import read_evidence
        from assessor.services.record_evidence import record_batch

        self.step("Record the shipped evidence: history, declared as a backfill")
        self.told["batches"] = []
        for path in sorted((shipped_framework() / "evidence").glob("*.yaml")):
            batch = record_batch(self.assessor, read_evidence(path))
            self.told["batches"].append(batch)
            self.line(tell_batch(batch))

    def assess(self) -> None:
        from assessor.cli.assess import flat, rationales
        from assessor.report.verdict import render_assessment, render_assessments
        from assessor.services.assess import assess

        self.step(f"Assess cell {CELL} on five days by what was known on {KNOWN_AT}, each recorded")
        found = [assess(self.assessor, CELL, as_of=date.fromisoformat(day), known_at=KNOWN_AT) for day in DAYS]
        self.last = found[-1]
        self.told["assessments"] = [flat(one.assessment) for one in found]
        if not self.quiet:
            show_page(render_assessments(one.assessment for one in found))
        self.step(f"The verdict of {KNOWN_AT}")
        if not self.quiet:
            show_page(render_assessment(self.last.assessment, rationales(self.last)))

    def explain(self) -> None:
        from assessor.engine.explain import explain
        from assessor.report.headline import headline
        from assessor.report.tree import render_reasons

        assert self.last is not None  # noqa: S101 - assessed just before
        self.step("Its reasons: the rules that hold, each above what it rests on")
        if not self.quiet:
            title = f"why {headline(self.last.assessment.verdict)}"
            show_page(render_reasons(explain(self.last.evaluation), title=title))

    def show_history(self) -> None:
        from assessor.cli.history import flat_history, show_history
        from assessor.services.history import cell_history

        self.step("Its history")
        found = cell_history(self.assessor, CELL, as_of=date.fromisoformat(KNOWN_AT), known_at=KNOWN_AT)
        self.told["history"] = flat_history(found)
        if not self.quiet:
            show_history(found)

    def verify(self) -> None:
        from assessor.cli.log import flat_report, tell_report
        from assessor.errors import VerificationError
        from assessor.services.verify_log import verify_log

        self.step("Verify the log, recomputed from its stored bytes")
        report = verify_log(self.assessor)
        if report.fault is not None:
            raise VerificationError(str(report.fault))
        self.told["log"] = flat_report(report)
        if not self.quiet:
            tell_report(report)
