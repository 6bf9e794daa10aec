"""Lists of evidence, and one signal in all its versions."""

from __future__ import annotations

from assessor.report.evidence import render_readings, render_signal, render_signals
from tests.unit.report.made import MISSING, READING, SIGNAL, MadeVersion, draw


def test_signals_are_listed_by_date_and_a_proposal_is_no_evidence_yet():
    earlier = SIGNAL.model_copy(update={"id": "earlier", "date": READING.period})
    proposed = MadeVersion(SIGNAL.model_copy(update={"id": "later", "date": MISSING.period}), status="proposed")
    lines = draw(render_signals([proposed, MadeVersion(earlier), MadeVersion(SIGNAL)])).splitlines()
    assert [line.split()[0] for line in lines[1::2]] == ["2026-02-22", "2026-03", "2026-04"]
    assert [line.strip() for line in lines[2::2]] == ["strike", "earlier", "later, proposed, no evidence yet"]


def test_readings_are_listed_with_value_or_status_and_marks():
    marked = MadeVersion(READING, estimated=True, look_ahead=True)
    header, march, april = draw(render_readings([MadeVersion(MISSING), marked])).splitlines()
    assert header.split() == ["indicator", "period", "value", "unit", "known", "from", "marks"]
    assert march.split(maxsplit=5) == [
        "crossings",
        "2026-03",
        "9",
        "persons",
        "2026-02-22",
        "estimated publication, look-ahead",
    ]
    assert april.split() == ["crossings", "2026-04", "suppressed", "persons", "2026-02-22"]


def test_a_signal_shows_what_is_known_of_it_and_its_impacts():
    text = draw(render_signal([MadeVersion(SIGNAL)]))
    assert "A strike on the leader" in text
    assert "signal      strike, version 1" in text
    assert "known from  the end of 2026-02-22 (UTC), backfill" in text
    assert "recorded    entry 7, 2026-05-01 12:00:00 (UTC)" in text
    assert "Impact on cell 11, operational" in text
    assert "Impact on cell 7, unstated" in text
    assert "feed" not in text


def test_the_latest_version_comes_first():
    versions = [MadeVersion(SIGNAL, status="proposed"), MadeVersion(SIGNAL, version=2)]
    text = draw(render_signal(versions))
    assert text.index("version 2") < text.index("version 1")
