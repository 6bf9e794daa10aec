"""How close another status came: what the rule for it lacks, or that a rule above it decides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from assessor.domain.evidence import Reading, Source
from assessor.domain.known import EvidenceVersion, known_at
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import NativeEngine
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.ruleset.model import Ruleset
from assessor.site.gather.statuses import OtherStatus, gather_other_statuses
from tests.harbour_log import sound_rules

NOW = datetime(2026, 1, 31, tzinfo=UTC)
FEW = "arrivals: latest at most 5, no older than P3M"


def shut_by(rule: str, **bound: int) -> dict[str, Any]:
    when = {"reading": "arrivals", "is": bound, "max_age": "P3M", "reason": "The pilot says so."}
    return {"id": rule, "when": when, "then": {"dimension": "quay", "status": "shut"}, "because": "ships"}


def judged(ships: str) -> dict[str, tuple[OtherStatus, ...]]:
    """Return what is said of other statuses when so many ships came: open asks for ten, shut for five at most."""
    document = sound_rules().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    harbour = next(some for some in document["rules"] if some["cell"] == "harbour")
    harbour["rules"] += [shut_by("few", at_most=5), shut_by("some", at_least=1)]
    fields = {"indicator": "arrivals", "period": "2025-03", "value": ships, "unit": "ships", "source": "book"}
    source = Source(id="book", title="The book", tier=1, published=date(2025, 3, 20))
    versions = [
        EvidenceVersion("source", "book", 1, source, "sha256:s", NOW),
        EvidenceVersion("reading", "arrivals/2025-03", 1, Reading.model_validate(fields), "sha256:r", NOW),
    ]
    rules, evidence = Ruleset.model_validate(document), known_at(versions, NOW)
    engine = CrossChecked(NativeEngine())
    return gather_other_statuses(evaluate(rules, evidence, "harbour", date(2025, 4, 20), engine))


def test_a_status_lacks_what_its_rule_asks_for_and_one_that_holds_stands_below_the_rule_that_decided() -> None:
    assert judged("12") == {
        "quay": (
            OtherStatus("shut", "few", "not met", (f"{FEW}: a value at most 5",)),
            OtherStatus("shut", "some", "met", ()),
        ),
        "lights": (),
    }


def test_the_rules_of_a_status_that_is_had_are_none_of_another() -> None:
    (other,) = judged("4")["quay"]
    assert (other.status, other.rule, other.outcome) == ("open", "quay-open", "not met")
    assert other.lacks == ("arrivals: latest at least 10, no older than P3M: a value at least 10",)
