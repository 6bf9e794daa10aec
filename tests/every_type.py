"""A log that holds an entry of every type, as the services write them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from assessor.errors import EnginesDisagreeError
from assessor.services.assess import assess
from assessor.services.context import Engines
from assessor.services.cosign import add_witness
from assessor.services.erase_content import erase_content
from assessor.services.log_keys import init_key
from assessor.services.rotate_key import rotate_key
from tests.harbour_log import live_on, live_through, open_harbour
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


def record_every_type(url: str, folder: Path) -> None:
    """Live through the harbour's story, and what it leaves out: a disagreement, an erasure, keys, a restatement."""
    with open_signed(url, folder) as context:
        live_through(context)
        assess(context, "harbour", as_of=date(2025, 4, 20), known_at="2026-01-31", key="desk-17")
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
