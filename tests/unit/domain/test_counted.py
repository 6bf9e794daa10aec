"""Counted things agree with their number, large numbers have groups of digits, and nothing else is touched."""

from __future__ import annotations

import pytest

from assessor.domain.counted import agreed, with_digits


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("found 1 event(s), at least 2 asked", "found 1 event, at least 2 asked"),
        ("2 event(s) with at least 1 independent origin(s)", "2 events with at least 1 independent origin"),
        ("1 or more event(s)", "1 or more events"),
        ("0 certain event(s) within P1Y", "0 certain events within P1Y"),
        ("21 event(s)", "21 events"),
        ("0 event(s), 1 are needed", "0 events, 1 is needed"),
        ("0 event(s), 11 are needed", "0 events, 11 are needed"),
        ("1 major shock(s) or incident(s) since", "1 major shock or incident since"),
        ("2 major shock(s) or incident(s) since", "2 major shocks or incidents since"),
        ("1,200 result(s) of Mexican enforcement", "1,200 results of Mexican enforcement"),
        ("f(s) of event(s)", "f(s) of event(s)"),
    ],
)  # fmt: skip
def test_what_is_counted_agrees(text: str, told: str) -> None:
    assert agreed(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("encounters 9740 (2025-08)", "encounters 9,740 (2025-08)"),
        ("12345.6789 lb", "12,345.6789 lb"),
        ("at least 1000, at most 2500", "at least 1,000, at most 2,500"),
        ("8 to 584 deaths against 4 to 1514", "8 to 584 deaths against 4 to 1,514"),
        ("-98.44 to +14500 percent", "\N{MINUS SIGN}98.44 to +14,500 percent"),
        ("-506 to +2025", "\N{MINUS SIGN}506 to +2,025"),
        ("one more event, of 1153 people (deaths)", "one more event, of 1,153 people (deaths)"),
        ("1584 deaths where the rule asks", "1,584 deaths where the rule asks"),
        ("a value at most -25", "a value at most \N{MINUS SIGN}25"),
    ],
)
def test_large_numbers_have_groups_of_digits(text: str, told: str) -> None:
    assert with_digits(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "2025-08-01 and 2024-10", "31 Dec 2023 to 3 Jan 2024", "from 2022 to 2023", "latest 2025, stale", "(2025)",
        "entry 18925", "ofac-mexico-additions/2024-10", "`ucdp-514338`", "dated `20250`", "sha256:13612345",
        "version 24.1", "11@2026-04-26#35700", "2025/2026-04",
    ],
)  # fmt: skip
def test_years_days_and_ids_stay_bare(text: str) -> None:
    assert with_digits(text) == text
