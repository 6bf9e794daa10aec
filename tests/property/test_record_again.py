"""Whatever is recorded, in whatever order: rows are what the log makes, and every assessment gives its bytes again."""

from __future__ import annotations

import contextlib
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import EvidenceInvalidError
from assessor.services.assess import assess
from assessor.services.erase_content import erase_content
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.rebuild import compare, rebuild
from assessor.services.record_evidence import accept_signal, record_batch
from assessor.services.replay import replay
from assessor.services.verify_log import verify_log
from tests.copies import lay_schema
from tests.harbour_log import open_harbour
from tests.property.examples import examples
from tests.property.worlds import EPOCH, LAST, evidence, rulesets

FIELDS: dict[type, str] = {Source: "sources", Feed: "feeds", Signal: "signals", Reading: "readings"}


def file_of(items, number, *, backfill):
    parts: dict[str, Any] = {"batch": f"b{number}", "provenance": "generated, to be recorded"}
    for item in items:
        parts.setdefault(FIELDS[type(item)], []).append(item)
    if backfill:
        parts["backfill"] = "generated history"
    return EvidenceFile.model_validate(parts)


def judge(context, as_of, **known):
    """Assess; where records of one event share no day there is no verdict, and nothing is recorded."""
    with contextlib.suppress(EvidenceInvalidError):
        assess(context, "1", as_of=as_of, **known)


@examples(10)
@given(data=st.data())
def test_rows_and_verdicts_are_derived_again(data):
    first, second = data.draw(rulesets()), data.draw(rulesets())
    items = [version.item for version in data.draw(evidence())]
    base = [item for item in items if isinstance(item, Source | Feed)]
    rest = data.draw(st.permutations([item for item in items if not isinstance(item, Source | Feed)]))
    days = st.dates(date(EPOCH.year, EPOCH.month, EPOCH.day), LAST)
    with tempfile.TemporaryDirectory() as folder, open_harbour(Path(folder) / "log.db") as context:
        lay_schema(context.database)
        initialise(context, "log.example/generated")
        publish_ruleset(context, first, EPOCH)
        record_batch(context, file_of(base, 0, backfill=True))
        for number, item in enumerate(rest, start=1):
            is_proposed = isinstance(item, Signal) and data.draw(st.booleans())
            batch = file_of([item], number, backfill=data.draw(st.booleans()))
            record_batch(context, batch, proposed=is_proposed)
            if data.draw(st.booleans()):
                judge(context, data.draw(days))
            if is_proposed and data.draw(st.booleans()):
                accept_signal(context, item.id)
            if number == len(rest) // 2:
                publish_ruleset(context, second, data.draw(days))
        for _ in range(2):
            judge(context, LAST, known_at="2026-01-31")
        with context.database.read() as tx:
            texts = sorted({row.text_digest for row in tx.evidence.latest_of_all("signal") if row.text_digest})
        if texts:
            erase_content(context, data.draw(st.lists(st.sampled_from(texts), min_size=1)), "generated")
        assert compare(context).difference is None
        made = rebuild(context).rows
        assert compare(context).difference is None
        assert compare(context).rows == made
        found = list(replay(context))
        assert len(found) == made["assessment"]
        assert [one.differences for one in found] == [()] * len(found)
        assert verify_log(context).is_sound
