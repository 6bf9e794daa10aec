"""A record of the shipped framework with all that a site can show, published once for all who look at it."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.domain.evidence_file import EvidenceFile
from assessor.intake.read import read_evidence
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess
from assessor.services.checkpoints import make_checkpoint
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from assessor.services.override import set_override
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from assessor.site.publish import publish_site
from tests.harbour_log import TickingClock
from tests.long import live_long
from tests.odd import live_oddly, open_odd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from assessor.services.context import Context

KNOWN = "2026-04-26"
HOSTILE = "<script>document.title='taken'</script> & \u202eeno rehtona \u05e2\u05d1\u05e8\u05d9\u05ea"
LONG = ("A note of the ministry that goes on and on " * 12)[:499].strip()


def late(cell: str = "11") -> EvidenceFile:
    """Return signals of March that become known late, with titles as bad as titles get."""
    titles = ("Two officers die in a joint operation", HOSTILE, "Joint patrols are suspended", LONG)
    kinds = ("bilateral-posture",) * 3 + ("mexican-enforcement",)
    tags = (["lethal", "sovereignty-objection"],) * 2 + (["cooperation-halt"],) * 2
    numbers = range(len(titles))
    return EvidenceFile.model_validate(
        {
            "batch": "late",
            "provenance": "made up for the site",
            "sources": [
                {"id": f"late-{n}", "title": f"Wire {n}", "tier": 1 + n % 2, "published": "2026-04-26"} for n in numbers
            ],
            "signals": [
                {
                    "id": f"late-{n}",
                    "title": titles[n],
                    "date": f"2026-03-{10 + n}",
                    "sources": [f"late-{n}"],
                    "impacts": [
                        {
                            "cell": cell, "direction": "stalling", "dimensions": [kinds[n]], "stage": "incident",
                            "severity": "major", "tags": tags[n],
                        },
                        {"cell": "1", "direction": "stalling", "stage": "incident", "severity": "minor"},
                    ],
                }
                for n in numbers
            ],
        }
    )  # fmt: skip


def fill(assessor: Context) -> None:
    """Record assessments, a restatement, an override and checkpoints; cell 2 stays without any."""
    initialise(assessor, "assessor.example/published")
    init_key(assessor)
    ruleset = load_ruleset(shipped_framework()).require()
    publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
    for path in sorted((shipped_framework() / "evidence").glob("*.yaml")):
        record_batch(assessor, read_evidence(path))
    for day in ("2025-07-01", "2025-12-15", "2026-03-31", KNOWN, KNOWN):
        assess(assessor, "11", as_of=date.fromisoformat(day), known_at=KNOWN)
    assess(assessor, "21", as_of=date.fromisoformat(KNOWN), known_at=KNOWN)
    make_checkpoint(assessor)
    record_batch(assessor, late())
    recompute(assessor, ["11"])
    set_override(
        assessor, "21", trajectory="Contested", reason="seen on site", author="analyst-7", until=date(2099, 1, 1)
    )
    assess(assessor, "21")
    make_checkpoint(assessor)


def publish_once(root: Path) -> Path:
    """Return the folder of the site, made by whichever process comes first; nobody writes into it after."""
    return _publish(root, "published", _open_in_may, fill)


def publish_odd_once(root: Path) -> Path:
    """Return the folder of the site of the odd record, likewise."""
    return _publish(root, "odd", open_odd, live_oddly)


def publish_long_once(root: Path) -> Path:
    """Return the folder of the site of a record with many assessments of one cell, likewise."""
    return _publish(root, "long", open_odd, live_long)


@contextmanager
def _open_in_may(path: Path) -> Iterator[Context]:
    """A new database in May of 2026: what cell 11 is judged to become is then still to come."""
    with open_assessor(str(path), "tester") as context:
        yield replace(context, clock=TickingClock(8, date(2026, 5, 4)))


def _publish(
    root: Path, name: str, opened: Callable[[Path], AbstractContextManager[Context]], live: Callable[[Context], object]
) -> Path:
    site = root / name
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            with opened(root / f"{name}.db") as record:
                live(record)
                publish_site(record, site)
    return site
