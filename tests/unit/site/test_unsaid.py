"""How close what a verdict does not say came: what the rule for it lacks, or that a rule above it decides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from assessor.domain.evidence import Reading, Source
from assessor.domain.known import EvidenceVersion, known_at
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import NativeEngine
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.ruleset.model import Ruleset
from assessor.site.gather.unsaid import Unsaid, unsaid_beside, unsaid_statuses
from tests.harbour_log import sound_rules

if TYPE_CHECKING:
    from assessor.engine.evaluate import Evaluation

NOW = datetime(2026, 1, 31, tzinfo=UTC)
FEW = "arrivals: latest at most 5, no older than P3M"


def rule(name: str, then: dict[str, Any], **bound: int) -> dict[str, Any]:
    when = {"reading": "arrivals", "is": bound, "max_age": "P3M", "reason": "The pilot says so."}
    return {"id": name, "when": when, "then": then, "because": "ships"}


SHUT = {"dimension": "quay", "status": "shut"}
BESIDE = (
    rule("rises", {"trend": "rising"}, at_least=10),
    rule("falls", {"trend": "falling"}, at_least=1),
    rule("fog", {"qualifier": "in fog"}, at_least=100),
)


def judged(ships: str, *more: dict[str, Any], signals: int = 0) -> Evaluation:
    """Judge the harbour when so many ships came: open asks for ten, shut for five at most, or for one."""
    document = sound_rules().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document["framework"]["standing"]["signals"] = signals
    harbour = next(some for some in document["rules"] if some["cell"] == "harbour")
    harbour["rules"] += [rule("few", SHUT, at_most=5), rule("some", SHUT, at_least=1), *more]
    fields = {"indicator": "arrivals", "period": "2025-03", "value": ships, "unit": "ships", "source": "book"}
    source = Source(id="book", title="The book", tier=1, published=date(2025, 3, 20))
    versions = [
        EvidenceVersion("source", "book", 1, source, "sha256:s", NOW),
        EvidenceVersion("reading", "arrivals/2025-03", 1, Reading.model_validate(fields), "sha256:r", NOW),
    ]
    rules, evidence = Ruleset.model_validate(document), known_at(versions, NOW)
    return evaluate(rules, evidence, "harbour", date(2025, 4, 20), CrossChecked(NativeEngine()))


def test_a_status_lacks_what_its_rule_asks_for_and_one_that_holds_stands_below_the_rule_that_decided() -> None:
    assert unsaid_statuses(judged("12")) == {
        "quay": (
            Unsaid("shut", "few", "not met", (f"{FEW}: a value at most 5",)),
            Unsaid("shut", "some", "met", ()),
        ),
        "lights": (),
    }


def test_the_rules_of_a_status_that_is_had_are_none_of_another() -> None:
    (other,) = unsaid_statuses(judged("4"))["quay"]
    assert (other.said, other.rule, other.outcome) == ("open", "quay-open", "not met")
    assert other.lacks == ("arrivals: latest at least 10, no older than P3M: a value at least 10",)


def test_trends_and_qualifiers_that_are_not_there_lack_what_their_rules_ask_for() -> None:
    assert unsaid_beside(judged("12", *BESIDE)) == (
        Unsaid("trend: falling", "falls", "met", ()),
        Unsaid("in fog", "fog", "not met", ("arrivals: latest at least 100, no older than P3M: a value at least 100",)),
    )


def test_beside_a_trajectory_that_is_not_issued_nothing_could_stand() -> None:
    assert unsaid_beside(judged("12", *BESIDE, signals=1)) == ()
