"""Instants have one written form, which sorts as the moments do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from assessor.audit import parse_instant, render_instant
from assessor.errors import CanonicalFormError


def test_a_moment_is_written_in_utc_to_the_microsecond():
    moment = datetime(2026, 4, 26, 1, 2, 3, tzinfo=timezone(timedelta(hours=2)))
    assert render_instant(moment) == "2026-04-25T23:02:03.000000Z"
    assert parse_instant("2026-04-25T23:02:03.000000Z") == moment


def test_texts_sort_as_the_moments_do():
    moments = [datetime(y, 1, 1, tzinfo=UTC) + timedelta(microseconds=m) for y in (1, 999, 2026) for m in (0, 1, 10**6)]
    texts = [render_instant(moment) for moment in moments]
    assert texts == sorted(texts)
    assert {len(text) for text in texts} == {27}


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="names no time zone"):
        render_instant(datetime(2026, 1, 1))  # noqa: DTZ001 - the case


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-25T23:02:03Z",
        "2026-04-25T23:02:03.000000+00:00",
        "2026-04-25 23:02:03.000000Z",
        "2026-02-30T00:00:00.000000Z",
        "2026-04-25T24:02:03.000000Z",
        "2026-04-25T23:59:60.000000Z",
        "\N{FULLWIDTH DIGIT TWO}026-04-25T23:02:03.000000Z",
        "2026-04-25T23:02:03.000000Z\n",
        "",
    ],
)
def test_another_form_is_refused(text):
    with pytest.raises(CanonicalFormError, match="is no instant of the form"):
        parse_instant(text)
