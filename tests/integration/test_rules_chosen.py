"""A day is judged by the rules in force on it, or by those that somebody asks for; the record says which."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.errors import RulesetNotFoundError, UsageError
from assessor.services.assess import assess
from assessor.services.publish_ruleset import publish_ruleset, rulesets
from assessor.services.replay import replay
from tests.harbour_log import EPOCH, RULES, found, open_harbour, sound_rules, stricter_rules

DAY = date(2025, 4, 20)


@pytest.fixture
def context(tmp_path):
    """A log in which stricter rules, called 2, are in force from June 2025 on."""
    rules = stricter_rules()
    with open_harbour(tmp_path / "log.db") as context:
        found(context)
        named = rules.model_copy(update={"framework": rules.framework.model_copy(update={"version": "2"})})
        publish_ruleset(context, named, date(2025, 6, 1))
        yield context


def judge(context, **more):
    return assess(context, "harbour", known_at="2026-01-31", **{"as_of": DAY, **more}).assessment


def test_by_default_a_day_is_judged_by_the_rules_in_force_on_it(context):
    sound, strict = (one.digest for one in rulesets(context))
    assert [judge(context, as_of=day).ruleset for day in (EPOCH, date(2025, 5, 31), date(2025, 6, 1))] == [
        sound,
        sound,
        strict,
    ]


@pytest.mark.parametrize("by_version", [True, False])
def test_other_published_rules_judge_where_they_are_asked_for(context, by_version):
    sound, strict = (one.digest for one in rulesets(context))
    chosen = judge(context, rules="2" if by_version else strict.removeprefix("sha256:")[:8])
    usual = judge(context)
    assert (chosen.ruleset, chosen.verdict.trajectory) == (strict, "idle")
    assert (usual.ruleset, usual.verdict.trajectory) == (sound, "busy")


def test_what_they_recorded_is_replayed_by_them(context):
    entry = judge(context, rules="2").entry_index
    (replayed,) = [one for one in replay(context) if one.entry_index == entry]
    assert replayed.differences == ()


def test_a_request_under_a_key_is_answered_by_the_rules_that_judged_it(context):
    first = judge(context, rules="2", key="desk-1")
    again = judge(context, rules="2", key="desk-1")
    assert (again.entry_index, again.ruleset, again.verdict) == (first.entry_index, first.ruleset, first.verdict)


def test_a_draft_judges_trials_alone(context, tmp_path):
    draft = tmp_path / "draft"
    draft.mkdir()
    for path in RULES.rglob("*.yaml"):
        copy = draft / path.relative_to(RULES)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace("at_least: 10", "at_least: 11"), encoding="utf-8")
    trial = judge(context, rules=str(draft), dry_run=True)
    assert (trial.trial, trial.verdict.trajectory) == (True, "busy")
    with context.database.read() as tx:
        before = tx.log.size()
    with pytest.raises(UsageError, match="unpublished draft: try it with --dry-run"):
        judge(context, rules=str(draft))
    with pytest.raises(RulesetNotFoundError, match="no published ruleset"):
        judge(context, rules="3")
    with context.database.read() as tx:
        assert tx.log.size() == before
    assert sound_rules() != stricter_rules()
