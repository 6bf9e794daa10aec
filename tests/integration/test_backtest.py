"""Backtests: series of trials that never look ahead, and one entry that anybody can run again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import polars as pl
import pytest

from assessor.audit import EntryType
from assessor.domain.duration import parse_duration
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import RulesetNotFoundError, UsageError
from assessor.intake.reference_file import read_reference
from assessor.report.verdict_table import write_table
from assessor.services.assess import assess
from assessor.services.backtest import Period, backtest, render_rows
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from assessor.services.replay import replay
from assessor.services.verify_log import verify_log
from tests.harbour_log import EPOCH, PROVENANCE, RULES, found, open_harbour, stricter_rules

WEEKLY = parse_duration("P1W")
SPRING = Period(date(2025, 3, 1), date(2025, 6, 30), WEEKLY)
LATE = {
    "batch": "late",
    "provenance": PROVENANCE,
    "backfill": "published long after it happened",
    "sources": [{"id": "late-book", "title": "A later book", "tier": 1, "published": "2025-05-20"}],
    "signals": [
        {
            "id": "faster-in-march",
            "title": "The ferry was faster in March",
            "date": "2025-03-10",
            "sources": ["late-book"],
            "impacts": [{"cell": "ferry", "direction": "better", "dimensions": ["deck"]}],
        }
    ],
}


@pytest.fixture
def context(tmp_path):
    with open_harbour(tmp_path / "log.db") as context:
        found(context)
        yield context


def said(run):
    return [(row.cell, row.as_of, row.verdict.core) for row in run.rows]


def test_each_verdict_is_what_an_assessment_of_that_day_would_have_said_then(context):
    run = backtest(context, None, SPRING, dry_run=True)
    assert {row.cell for row in run.rows} == {"harbour", "ferry", "lighthouse"}
    for row in run.rows:
        trial = assess(context, row.cell, as_of=row.as_of, known_at=str(row.as_of), dry_run=True).assessment.verdict
        assert (row.verdict.trajectory, row.verdict.qualifiers, row.verdict.trend) == (
            trial.trajectory,
            trial.qualifiers,
            trial.trend,
        )
        assert (row.verdict.confidence, row.verdict.standing, row.verdict.alternatives) == (
            trial.confidence,
            trial.standing,
            trial.alternatives,
        )
    assert len({row.verdict.trajectory for row in run.rows if row.cell == "harbour"}) > 1


def test_what_became_known_later_has_no_part_in_any_earlier_day(context):
    before = backtest(context, None, SPRING, dry_run=True)
    fixed = replace(SPRING, known_at=datetime(2026, 1, 31, tzinfo=UTC))
    with_hindsight = backtest(context, None, fixed, dry_run=True)
    record_batch(context, EvidenceFile.model_validate(LATE))
    after = backtest(context, None, SPRING, dry_run=True)
    leak = date(2025, 5, 20)
    assert [s for s in said(after) if s[1] < leak] == [s for s in said(before) if s[1] < leak]
    assert said(after) != said(before), "the planted reading changes nothing, so this shows nothing"
    seen = backtest(context, None, fixed, dry_run=True)
    changed = {row[1] for row, other in zip(said(seen), said(with_hindsight), strict=True) if row != other}
    assert min(changed) < leak  # with hindsight it does reach back


def test_a_run_is_one_entry_whose_digest_is_that_of_the_rows_and_comes_out_again(context):
    with context.database.read() as tx:
        size = tx.log.size()
    run = backtest(context, None, SPRING, cells=["ferry", "harbour"])
    with context.database.read() as tx:
        entry = tx.log.entry(size)
        assert tx.log.size() == size + 1
    assert entry.type is EntryType.BACKTEST_RUN
    assert run.entry_index == entry.index
    body = entry.parse_body()
    assert body["result"] == run.digest == "sha256:" + sha256(render_rows(run.rows)).hexdigest()
    assert (body["verdicts"], body["cells"], body["log_size"]) == (len(run.rows), ["ferry", "harbour"], size)
    assert "known_at" not in body
    assert backtest(context, None, SPRING, cells=["harbour", "ferry"]).digest == run.digest
    assert verify_log(context).is_sound
    assert list(replay(context)) == []


def test_a_draft_is_kept_with_the_run_so_that_it_can_be_run_again(context, tmp_path):
    published = backtest(context, None, SPRING, dry_run=True)
    folder = tmp_path / "draft"
    folder.mkdir()
    for path in sorted(RULES.rglob("*.yaml")):
        target = folder / path.relative_to(RULES)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text()
        target.write_text(text.replace("at_least: 10}", "at_least: 20}").replace('at_least: "10"', 'at_least: "20"'))
    run = backtest(context, str(folder), SPRING)
    assert not run.published
    assert run.ruleset != published.ruleset
    assert said(run) != said(published)
    with context.database.read() as tx:
        assert tx.content.find(run.ruleset) is not None
    assert verify_log(context).is_sound
    assert run.ruleset == backtest(context, str(folder), SPRING, dry_run=True).ruleset


def test_a_published_ruleset_is_named_by_the_beginning_of_its_digest(context):
    run = backtest(context, None, SPRING, dry_run=True)
    assert run.published
    assert said(backtest(context, run.ruleset[7:15], SPRING, dry_run=True)) == said(run)
    for named in ("sha256:000000", "nowhere", run.ruleset[7:11]):
        with pytest.raises(RulesetNotFoundError):
            backtest(context, named, SPRING, dry_run=True)


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (Period(date(2025, 5, 1), date(2025, 4, 1), WEEKLY), "before it begins"),
        (Period(date(2024, 5, 1), date(2025, 4, 1), WEEKLY), f"before the framework's epoch, {EPOCH}"),
        (Period(date(2025, 5, 1), date(2027, 4, 1), WEEKLY), "after what is known"),
        (Period(date(2025, 5, 1), date(2025, 7, 1), WEEKLY, datetime(2025, 6, 1, tzinfo=UTC)), "after what is known"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_and_nothing_recorded(context, period, told):
    with context.database.read() as tx:
        size = tx.log.size()
    with pytest.raises(UsageError, match=told):
        backtest(context, None, period)
    with pytest.raises(UsageError, match="cell `pier` is not in framework"):
        backtest(context, None, SPRING, cells=["pier"])
    with context.database.read() as tx:
        assert tx.log.size() == size


def test_tables_say_the_same_in_both_formats(context, tmp_path):
    run = backtest(context, None, SPRING, dry_run=True)
    lines = render_rows(run.rows)
    rows = [row.to_document() for row in run.rows]
    write_table(tmp_path / "rows.jsonl", rows, lines, {})
    assert "sha256:" + sha256((tmp_path / "rows.jsonl").read_bytes()).hexdigest() == run.digest
    write_table(tmp_path / "rows.parquet", rows, lines, {"assessor.digest": run.digest})
    frame = pl.read_parquet(tmp_path / "rows.parquet")
    told = [json.loads(line) for line in lines.splitlines()]
    assert frame["cell"].to_list() == [row["cell"] for row in told]
    assert [str(day) for day in frame["as_of"]] == [row["as_of"] for row in told]
    assert frame["trajectory"].to_list() == [row.get("trajectory") for row in told]
    assert frame["qualifiers"].to_list() == [row["qualifiers"] for row in told]
    moments = [moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") for moment in frame["known_at"]]
    assert moments == [row["known_at"] for row in told]
    assert pl.read_parquet_metadata(tmp_path / "rows.parquet")["assessor.digest"] == run.digest


def test_a_reference_is_compared_and_what_is_wrong_with_it_is_told(context, tmp_path):
    path = tmp_path / "reference.csv"
    path.write_text("cell,as_of,trajectory\nharbour,2025-04-20,busy\nharbour,2025-03-01,idle\n")
    reference = read_reference(path)
    run = backtest(context, None, SPRING, reference=reference, dry_run=True)
    assert run.agreement is not None
    assert run.agreement.compared == sum(row.cell == "harbour" for row in run.rows)
    path.write_text("cell,as_of,trajectory\npier,2025-04-20,busy\nharbour,2025-03-01,flooded\n")
    with pytest.raises(UsageError, match="cell `pier`, trajectory `flooded`"):
        backtest(context, None, SPRING, reference=read_reference(path), dry_run=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cell,day,state\n", "first line must be `cell,as_of,trajectory`"),
        ("", "first line must be"),
        ("cell,as_of,trajectory\nharbour,20250301,idle\n", ":2: `20250301` is not a day"),
        ("cell,as_of,trajectory\nharbour,soon,idle\n", ":2: `soon` is not a day"),
        ("cell,as_of,trajectory\nharbour,2025-03-01\n", ":2: a verdict is a cell, a day and a trajectory"),
        ("cell,as_of,trajectory\nh,2025-03-01,a\n\nh,2025-03-01,b\n", ":4: cell `h` has two verdicts as of 2025-03-01"),
        ('cell,as_of,trajectory\n"harbour,2025-03-01,idle\n', "it cannot be read as a table"),
        ("cell,as_of,trajectory\n" + "x\n" * 50, ":21: "),
    ],
)
def test_a_reference_that_is_none_is_told_line_by_line(tmp_path, text, told):
    path = tmp_path / "reference.csv"
    path.write_text(text)
    with pytest.raises(UsageError) as refused:
        read_reference(path)
    assert told in str(refused.value)
    assert len(str(refused.value).splitlines()) <= 20


def test_rules_that_were_published_later_can_judge_earlier_days(context):
    published = publish_ruleset(context, stricter_rules(), date(2025, 12, 1))
    run = backtest(context, published.digest, SPRING, dry_run=True)
    assert run.ruleset == published.digest
    assert said(run) != said(backtest(context, None, SPRING, dry_run=True))
