"""A log that holds an entry of every type, as the services write them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from assessor.domain.duration import Duration
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import EnginesDisagreeError
from assessor.services.assess import assess
from assessor.services.backtest import Period, backtest
from assessor.services.context import Engines
from assessor.services.correct_signal import correct_signal, retract_signal
from assessor.services.cosign import add_witness
from assessor.services.erase_content import erase_content
from assessor.services.log_keys import init_key
from assessor.services.merge_event import merge_event
from assessor.services.override import lift_override, set_override
from assessor.services.record_evidence import record_batch
from assessor.services.regrade_source import Grade, regrade_source
from assessor.services.revise_reading import revise_reading
from assessor.services.rotate_key import rotate_key
from assessor.services.withdraw_batch import withdraw_batch
from tests.harbour_log import PROVENANCE, live_on, live_through, open_harbour
from tests.lying_engine import LyingEngine
from tests.signing import Witness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assessor.services.context import Context

WITNESS = Witness("witness.example/1")


@contextmanager
def open_signed(url: str, folder: Path, *, hour: int = 8) -> Iterator[Context]:
    """Open a database as the harbour's, its key and pins in a folder."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("ASSESSOR_SIGNING_KEY_FILE", str(folder / "log.key"))
        settings.setenv("ASSESSOR_PINS", str(folder / "log.pins"))
        with open_harbour(url, hour=hour) as context:
            yield context


def change_everything(context: Context) -> None:
    """Change what is known in every way there is, and leave the harbour's own evidence as it was."""
    source = {"id": "t", "title": "Another", "tier": 2, "published": "2026-01-02"}
    one, other = ({"id": n, "title": n, "date": "2026-01-01", "sources": ["t"]} for n in ("one", "other"))
    reading = {"indicator": "arrivals", "period": "2025-06", "value": "9", "unit": "ships", "source": "t"}
    feed = {"id": "f", "title": "A feed", "watches": [{"from": "2026-01-01"}]}
    items = {"sources": [source], "signals": [one, other], "readings": [reading], "feeds": [feed]}
    batch = EvidenceFile.model_validate({"batch": "more", "provenance": PROVENANCE, **items})
    brought = record_batch(context, batch)
    merged = merge_event(context, ["one", "other"], "both", reason="one event")
    withdraw_batch(context, str(merged.batch), reason="they were two")
    withdraw_batch(context, brought.batch, reason="another harbour's")
    record_batch(context, batch)
    revise_reading(context, "arrivals/2025-06", {"value": "8"}, reason="counted again")
    regrade_source(context, "t", Grade(tier=1), reason="better than thought")
    correct_signal(context, "one", {"date": "2026-01-02"}, reason="misread")
    retract_signal(context, "other", reason="it never happened")
    third = {**one, "id": "third"}
    record_batch(
        context,
        EvidenceFile.model_validate({"batch": "n", "provenance": PROVENANCE, "signals": [third]}),
        proposed=True,
    )
    correct_signal(context, "third", {"date": "2026-01-02"}, reason="misread")
    editions = [
        reading | {"period": "2025-07", "published": day, "value": day[-1:]} for day in ("2025-08-05", "2025-09-06")
    ]
    history = {"batch": "editions", "backfill": "published then", "provenance": PROVENANCE, "readings": editions}
    record_batch(context, EvidenceFile.model_validate(history))


def override_and_lift(context: Context) -> None:
    """Set an override beside a verdict that is recorded, lift it, and set another beside none."""
    until, why = date(2027, 1, 1), "seen from the pier"
    set_override(context, "ferry", "idle", reason=why, author="analyst-7", until=until)
    assess(context, "ferry")
    lift_override(context, "ferry", reason="it has passed")
    set_override(context, "lighthouse", "busy", reason=why, author="analyst-7", until=until)


def record_every_type(url: str, folder: Path) -> None:
    """Live through the harbour's story, and what it leaves out: a disagreement, an erasure, keys, a restatement."""
    with open_signed(url, folder) as context:
        live_through(context)
        change_everything(context)
        override_and_lift(context)
        assess(context, "harbour", as_of=date(2025, 4, 20), known_at="2026-01-31", key="desk-17")
        backtest(context, None, Period(date(2025, 4, 1), date(2025, 4, 30), Duration(weeks=1)))
        lied_to = replace(context, engines=Engines(context.engines.first, LyingEngine(), context.engines.memo))
        with pytest.raises(EnginesDisagreeError):
            assess(lied_to, "harbour", as_of=date(2025, 4, 10), known_at="2026-01-31")
        with context.database.read() as tx:
            text = tx.evidence.versions("signal", "strike")[0].text_digest
        erase_content(context, [str(text)], "to show how that is written")
        init_key(context)
        rotate_key(context, folder / "new.key")
        (folder / "new.key").rename(folder / "log.key")
        add_witness(context, WITNESS.vkey)
        live_on(context)
