"""Evidence from options: checked like a file, told by option."""

from __future__ import annotations

import pytest

from assessor.cli.by_hand import batch_by_hand, parse_new_source
from assessor.errors import EvidenceInvalidError, UsageError

SOURCE = {"id": "s", "title": "A report", "tier": 2, "published": "2026-01-02"}
SIGNAL = {"id": "g", "title": "Something", "date": "2026-01-01", "sources": ["s"]}


def test_a_batch_holds_what_was_given():
    batch = batch_by_hand(sources=[SOURCE], signals=[SIGNAL])
    assert [s.id for s in batch.sources] == ["s"]
    assert [s.id for s in batch.signals] == ["g"]
    assert batch.backfill is None


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"signals": [SIGNAL | {"date": "2026-02-30"}]}, "`--date`: `2026-02-30` is not a day that exists"),
        ({"signals": [SIGNAL | {"title": ""}]}, "`--title`: "),
        ({"signals": [SIGNAL | {"sources": [" s"]}]}, "`--source`: an id has 1 to 120 printable characters"),
        ({"signals": [SIGNAL | {"impacts": [{"cell": "11", "tags": [""]}]}]}, "`--tag`: an id has 1 to 120"),
        ({"signals": [SIGNAL | {"impacts": [{"cell": "11", "dimensions": [""]}]}]}, "`--dimension`: an id has 1"),
        ({"sources": [SOURCE | {"tier": "five"}]}, "`--new-source`: tier: `five` is not a whole number"),
        (
            {"readings": [{"indicator": "i", "period": "2025", "value": "NaN", "unit": "u", "source": "s"}]},
            "`--value`: a number has at most 15 digits",
        ),
    ],
)
def test_a_problem_names_the_option(wrong, told):
    with pytest.raises(EvidenceInvalidError) as refused:
        batch_by_hand(**wrong)
    assert str(refused.value).startswith(told)


def test_a_new_source_is_written_with_bars_and_its_title_may_hold_some():
    assert parse_new_source("s|A | B|2|2026-01-02") == {
        "id": "s",
        "title": "A | B",
        "tier": 2,
        "published": "2026-01-02",
    }


@pytest.mark.parametrize("text", ["", "s", "s|A report", "s|A report|2", "|A report|2|2026-01-02"])
def test_a_new_source_with_a_part_missing_is_refused(text):
    with pytest.raises(UsageError, match="is written `id"):
        parse_new_source(text)
