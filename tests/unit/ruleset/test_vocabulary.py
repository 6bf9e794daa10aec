"""Evidence that does not speak the codebook's words is told so, word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessor.domain.evidence import Feed, Impact, Reading, Source
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.vocabulary import check_feed, check_impact, check_reading, check_source
from tests.unit.ruleset.flaws import FIXTURES

if TYPE_CHECKING:
    from assessor.ruleset.model import Ruleset


@pytest.fixture(scope="module")
def sound() -> Ruleset:
    return load_ruleset(FIXTURES / "sound").require()


def reading(**changes: object) -> Reading:
    plain = {"indicator": "arrivals", "period": "2025-03", "value": 12, "unit": "ships", "source": "book"}
    return Reading.model_validate({**plain, **changes})


def test_an_impact_may_leave_everything_unstated(sound: Ruleset) -> None:
    assert list(check_impact(Impact(cell="harbour"), sound)) == []


def test_an_impact_is_told_every_word_that_is_unknown(sound: Ruleset) -> None:
    impact = Impact(
        cell="harbour",
        aspect="trad",
        direction="up",
        dimensions=("quay", "qua"),
        severity="majr",
        stage="unstated",
        tags=("storm", "unstated"),
    )
    assert list(check_impact(impact, sound)) == [
        "unknown aspect `trad`, did you mean `trade`? aspects are declared in codebook.yaml",
        "unknown direction `up`; directions are declared in codebook.yaml",
        "unknown dimension `qua`, did you mean `quay`? dimensions are declared by cell `harbour`",
        "unknown severity `majr`, did you mean `major`? severities are declared in codebook.yaml",
        "unknown stage `unstated`; stages are declared in codebook.yaml",
        "unknown tag `unstated`; tags are declared in codebook.yaml",
    ]


def test_of_an_unknown_cell_the_dimensions_are_not_asked(sound: Ruleset) -> None:
    impact = Impact(cell="harbor", dimensions=("anything",))
    assert list(check_impact(impact, sound)) == [
        "unknown cell `harbor`, did you mean `harbour`? cells are declared in cells/"
    ]


def test_a_source_has_a_declared_tier(sound: Ruleset) -> None:
    source = Source.model_validate({"id": "s", "title": "S", "tier": 9, "published": "2025-01-01"})
    assert list(check_source(source, sound.framework)) == ["unknown tier `9`; tiers are declared in codebook.yaml"]
    assert list(check_source(source.model_copy(update={"tier": 2}), sound.framework)) == []


def test_a_feed_carries_what_is_declared(sound: Ruleset) -> None:
    carries = {"cells": ["harbour", "haven"], "dimensions": ["deck", "keel"], "directions": "up", "stages": "deed"}
    feed = Feed.model_validate(
        {"id": "f", "title": "F", "carries": {**carries, "tiers": [1, 3]}, "watches": [{"from": "2024-01-01"}]}
    )
    assert list(check_feed(feed, sound)) == [
        "unknown cell `haven`; cells are declared in cells/",
        "unknown dimension `keel`; dimensions are declared by cells",
        "unknown direction `up`; directions are declared in codebook.yaml",
        "unknown tier `3`; tiers are declared in codebook.yaml",
    ]
    watches_all = Feed.model_validate({"id": "f", "title": "F", "watches": [{"from": "2024-01-01"}]})
    assert list(check_feed(watches_all, sound)) == []


def test_a_reading_fits_its_indicator(sound: Ruleset) -> None:
    assert list(check_reading(reading(), sound.framework)) == []
    assert list(check_reading(reading(value=None, status="missing"), sound.framework)) == []


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        (
            {"indicator": "arrival", "unit": "boats"},
            ["unknown indicator `arrival`, did you mean `arrivals`? indicators are declared in framework.yaml"],
        ),
        ({"unit": "boats"}, ["unit `boats`: indicator `arrivals` is read in `ships`"]),
        (
            {"unit": "shi\u202eps", "period": "2025-03~"},
            [
                "unit `shi\\u202eps`: indicator `arrivals` is read in `ships`",
                "period `2025-03~`: a period begins and ends on days that are known",
            ],
        ),
        # 2^63 - 1 = 9223372036854775807; over 1,200 periods of 3 digits: 7686143364045.646 each
        ({"indicator": "cargo", "unit": "t", "period": "2024", "value": 7686143364045}, []),
        (
            {"indicator": "cargo", "unit": "t", "period": "2024", "value": -7686143364046},
            ["value -7686143364046 is too large: at 3 digits, sums of 1,200 fit up to 7,686,143,364,045 each"],
        ),
    ],
)
def test_a_reading_is_told_what_does_not_fit(sound: Ruleset, changes: dict[str, object], messages: list[str]) -> None:
    assert list(check_reading(reading(**changes), sound.framework)) == messages
