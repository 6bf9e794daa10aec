"""Whatever is changed, in whatever order: what a cut admits is what a naive reading of the entries says."""

from __future__ import annotations

import contextlib
import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import EvidenceError
from assessor.services.correct_signal import correct_signal, retract_signal
from assessor.services.initialise import initialise
from assessor.services.known_evidence import read_evidence_at
from assessor.services.merge_event import merge_event
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.rebuild import compare, rebuild
from assessor.services.record_evidence import accept_signal, record_batch
from assessor.services.regrade_source import Grade, regrade_source
from assessor.services.revise_reading import revise_reading
from assessor.services.verify_log import verify_log
from assessor.services.withdraw_batch import withdraw_batch
from tests.copies import lay_schema
from tests.harbour_log import EPOCH, open_harbour, sound_rules
from tests.property.examples import examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.services.context import Context

WHY = "generated"
SOURCES = ("s0", "s1", "s2")
SIGNALS = ("g0", "g1", "g2")
DAYS = st.sampled_from(["2025-03-01", "2025-03-02", "2025-03"])
EDITIONS = ("2025-05-01", "2025-06-01", "2025-07-01")


def source(name):
    return {"id": name, "title": name, "tier": 1, "published": "2025-03-10"}


def signal(name, cited, day):
    return {"id": name, "title": name, "date": day, "sources": list(cited), "impacts": [{"cell": "ferry"}]}


def reading(value, edition):
    fields = {"indicator": "arrivals", "period": "2025-03", "unit": "ships", "source": "s0", "published": "2025-04-05"}
    return fields | {"value": str(value), "vintage": edition}


@st.composite
def batches(draw):
    names = draw(st.lists(st.sampled_from(SOURCES), unique=True))
    told = draw(st.lists(st.sampled_from(SIGNALS), unique=True))
    editions = draw(st.lists(st.sampled_from(EDITIONS), unique=True))
    return {
        "batch": "b",
        "provenance": "made up to be changed",
        **({"backfill": "generated history"} if draw(st.booleans()) else {}),
        "sources": [source(name) for name in names],
        "signals": [signal(name, draw(st.sets(st.sampled_from(SOURCES), min_size=1)), draw(DAYS)) for name in told],
        "readings": [reading(draw(st.integers(1, 3)), edition) for edition in editions],
    }


def chains():
    """Generate chains of things done, of which many make no sense where they stand."""
    signals, sources = st.sampled_from(SIGNALS), st.sampled_from(SOURCES)
    origins = st.sampled_from([*SOURCES, "wire"])
    done: list[st.SearchStrategy[Callable[[Context], Any]]] = [
        st.builds(
            lambda batch, proposed: lambda c: record_batch(c, EvidenceFile.model_validate(batch), proposed=proposed),
            batches(),
            st.booleans(),
        ),
        st.builds(lambda g: lambda c: accept_signal(c, g), signals),
        st.builds(lambda g, day: lambda c: correct_signal(c, g, {"date": day}, reason=WHY), signals, DAYS),
        st.builds(
            lambda g, cell: lambda c: correct_signal(c, g, {"impacts": [{"cell": cell}]}, reason=WHY),
            signals,
            st.sampled_from(["ferry", "harbour"]),
        ),
        st.builds(lambda g: lambda c: retract_signal(c, g, reason=WHY), signals),
        st.builds(lambda s, n: lambda c: regrade_source(c, s, Grade(tier=n), reason=WHY), sources, st.integers(1, 3)),
        st.builds(lambda s, o: lambda c: regrade_source(c, s, Grade(origin=o), reason=WHY), sources, origins),
        st.builds(
            lambda some, event: lambda c: merge_event(c, some, event, reason=WHY),
            st.lists(signals, min_size=2, max_size=3, unique=True),
            st.sampled_from(["one", "two"]),
        ),
        st.builds(
            lambda n: lambda c: revise_reading(c, "arrivals/2025-03", {"value": str(n)}, reason=WHY), st.integers(1, 3)
        ),
        st.builds(lambda at, partly: lambda c: withdraw(c, at, partly=partly), st.integers(0, 50), st.booleans()),
    ]
    return st.lists(st.one_of(done), min_size=5, max_size=25)


def withdraw(context, at, *, partly):
    """Withdraw one of the batches that were recorded so far, if there is any."""
    with context.database.read() as tx:
        names = tx.log.batches()
    if names:
        withdraw_batch(context, names[at % len(names)], reason=WHY, partly=partly)


def entries_of(context):
    """Read what entries say with nothing of the program but the bytes."""
    with context.database.read() as tx:
        return [json.loads(row.data) for row in tx.log.stored()]


def is_no_evidence(entry):
    retracts = entry["type"] in {"signal:proposed", "signal:retracted"}
    return retracts or entry["body"].get("status") in {"proposed", "retracted"}


def naive(entries, log_size, moment):
    """Of each item, what the last entry says that the cut admits."""
    seen: dict[tuple[str, str], Any] = {}
    for entry in entries[:log_size]:
        kind = entry["type"].partition(":")[0]
        if kind not in {"source", "signal", "reading", "feed"}:
            continue
        body = entry["body"]
        known_from = body.get("backfill", {}).get("known_from", entry["recorded_at"])
        if known_from <= moment:
            seen[kind, body["id"]] = None if is_no_evidence(entry) else (body["version"], body["item"])
    return {key: found for key, found in seen.items() if found is not None}


def admitted(context, log_size, moment):
    with context.database.read() as tx:
        versions = read_evidence_at(tx, log_size, datetime.fromisoformat(moment)).versions
    words = {"title", "summary"}
    return {
        key: (
            version.version,
            {
                name: value
                for name, value in version.item.model_dump(mode="json", by_alias=True, exclude_defaults=True).items()
                if key[0] != "signal" or name not in words
            },
        )
        for key, version in versions.items()
    }


@examples(15)
@given(batches(), chains(), st.data())
def test_what_a_cut_admits_is_what_the_entries_say(first, chain, data):
    with tempfile.TemporaryDirectory() as folder, open_harbour(Path(folder) / "log.db") as context:
        lay_schema(context.database)
        initialise(context, "log.example/changed")
        publish_ruleset(context, sound_rules(), EPOCH)
        first = first | {"sources": [source(name) for name in SOURCES]}
        record_batch(context, EvidenceFile.model_validate(first))
        for change in chain:
            before = len(entries_of(context))
            try:
                change(context)
            except EvidenceError:
                assert len(entries_of(context)) == before
        entries = entries_of(context)
        moments = {e["recorded_at"] for e in entries}
        moments |= {e["body"]["backfill"]["known_from"] for e in entries if "backfill" in e["body"]}
        for moment in data.draw(st.lists(st.sampled_from(sorted(moments)), min_size=8)):
            log_size = data.draw(st.integers(0, len(entries)))
            assert admitted(context, log_size, moment) == naive(entries, log_size, moment)
        assert admitted(context, len(entries), max(moments)) == naive(entries, len(entries), max(moments))
        for versions in numbers(entries).values():
            assert versions == list(range(1, len(versions) + 1))
        assert compare(context).difference is None
        made = rebuild(context).rows
        assert compare(context).rows == made
        assert verify_log(context).is_sound


def numbers(entries):
    found: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        if "item" in entry["body"]:
            key = (entry["type"].partition(":")[0], entry["body"]["id"])
            found.setdefault(key, []).append(entry["body"]["version"])
    return found


@given(st.data())
@examples(10)
def test_withdrawing_the_last_change_puts_back_all_that_stood(data):
    with tempfile.TemporaryDirectory() as folder, open_harbour(Path(folder) / "log.db") as context:
        lay_schema(context.database)
        initialise(context, "log.example/withdrawn")
        publish_ruleset(context, sound_rules(), EPOCH)
        base = {"batch": "base", "provenance": "made up to be changed", "sources": [source(s) for s in SOURCES]}
        record_batch(context, EvidenceFile.model_validate(base))
        for change in data.draw(chains()):
            with contextlib.suppress(EvidenceError):
                change(context)
        before = standing(context)
        brought = None
        with contextlib.suppress(EvidenceError):
            brought = record_batch(context, EvidenceFile.model_validate(data.draw(batches())))
        if brought is not None and brought.recorded:
            withdraw_batch(context, brought.batch, reason=WHY)
        assert standing(context) == before


def standing(context):
    now = "2027-01-01T00:00:00.000000Z"
    return {key: item for key, (_, item) in admitted(context, len(entries_of(context)), now).items()}
