"""The rule authors' guide: every file and snippet of it is loaded, and nothing that can be written is left out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assessor.bootstrap import open_assessor
from assessor.domain.cell import Cell, Dimension, Milestone
from assessor.domain.duration import parse_duration, window_start
from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Carries, Estimate, Feed, Impact, Reading, Signal, Source, Watched
from assessor.domain.framework import Amount, Framework, Indicator, Severity, Standing, Term, Tier
from assessor.domain.signal_table import DateColumns, LeftOut, RowImpact, SignalTable, Step, Steps, Words
from assessor.intake.read import read_evidence
from assessor.ruleset import templates
from assessor.ruleset.conclusions import CONCLUSIONS
from assessor.ruleset.conditions import HEADS
from assessor.ruleset.evidential import Change, Selector, SumBound, WeightBound
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.model import Branch, Rule
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from tests.docs.pages import lay_out_files, sections_of, tables_in
from tests.docs.snippets import FRAMEWORK, GUIDE, SNIPPETS, batch_of, kind_of, lay_out_rules, told_in
from tests.unit.ruleset.flaws import expected_problems

TEXT = GUIDE.read_text(encoding="utf-8")
CHAPTERS = sections_of(TEXT, 2)
CONDITIONS = sections_of(CHAPTERS["Conditions"], 3)
RULES = [snippet for snippet in SNIPPETS if kind_of(snippet) != "evidence"]
BATCHES = [snippet for snippet in SNIPPETS if kind_of(snippet) == "evidence"]


def at_line(snippet):
    return f"line-{snippet.line}"


def names_in(text):
    """Return every name that stands in code marks, alone or in a list of them."""
    return set(re.findall(r"`([\w.]+)`", text))


def no_notes(loaded):
    """Return what is wrong or likely not meant; notes on traps are held to the text by `test_traps`."""
    return [problem for problem in loaded.problems if problem.severity != "note"]


def keys_of(*models):
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


@pytest.fixture
def harbours(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lay_out_files(GUIDE, tmp_path)
    return FRAMEWORK


def test_the_framework_that_the_guide_builds_has_no_problem(harbours):
    assert no_notes(load_ruleset(harbours)) == []


@pytest.mark.parametrize("snippet", RULES, ids=at_line)
def test_of_each_snippet_exactly_what_stands_in_it_is_told(snippet, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lay_out_rules(snippet, tmp_path)
    told = [str(problem) for problem in no_notes(load_ruleset(FRAMEWORK))]
    assert told == expected_problems(FRAMEWORK)
    assert len(told) == len(told_in(snippet.text))


def test_the_guide_shows_errors_and_warnings():
    told = [message for snippet in RULES for message in told_in(snippet.text)]
    assert {message.startswith("warning: ") for message in told} == {True, False}


def test_every_batch_of_the_guide_can_be_recorded(harbours, tmp_path):
    for number, snippet in enumerate(BATCHES):
        (tmp_path / f"{number}.yaml").write_text(batch_of(snippet), encoding="utf-8")
    files = [path for path in sorted((harbours / "evidence").iterdir()) if path.suffix != ".csv"]
    files += sorted(tmp_path.glob("*.yaml"))
    ruleset = load_ruleset(harbours).require()
    with open_assessor(str(tmp_path / "guide.db"), "reader") as assessor:
        initialise(assessor, "assessor.example/guide")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
        recorded = [len(record_batch(assessor, read_evidence(path)).recorded) for path in files]
    assert len(recorded) == 4 + len(BATCHES)
    assert all(recorded)


def test_every_kind_of_condition_has_a_section_and_every_section_a_kind():
    heads = {title.strip("`").replace("at_least` … `of", "of") for title in CONDITIONS}
    assert heads == set(HEADS)


@pytest.mark.parametrize("head", sorted(HEADS))
def test_a_section_on_a_condition_names_its_keys_and_its_three_values(head):
    title = "`at_least` … `of`" if head == "of" else f"`{head}`"
    section = CONDITIONS[title]
    shared = {"as", "reason"}  # told once, above all kinds
    same_as_reading = keys_of(HEADS["reading"]) - {"reading"} if head == "readings" else set()
    keys = keys_of(HEADS[head]) - shared - same_as_reading
    shown = {*names_in(section), *re.findall(r"(?m)^\s*-? ?(\w+):", section)}
    assert keys <= shown
    told_by_the_finding = head == "finding"
    assert told_by_the_finding or "unknown" in section.lower() or "As `findings`" in section
    assert any(kind_of(snippet) == "condition" and re.search(rf"(?m)^{head}:", snippet.text) for snippet in RULES)


def test_what_conditions_are_made_of_is_named():
    assert keys_of(Selector, WeightBound, SumBound, Change) <= names_in(CHAPTERS["Conditions"])


def test_every_kind_of_conclusion_has_a_section_with_a_rule_and_every_section_a_kind():
    sections = sections_of(CHAPTERS["Conclusions"], 3)
    assert {title.strip("`") for title in sections} == set(CONCLUSIONS)
    for title, section in sections.items():
        assert re.search(rf"then: {{.*\b{title.strip('`')}: ", section)


def test_every_name_that_a_rationale_may_quote_is_told():
    (offered,) = tables_in(CHAPTERS["Rationales"])
    told = names_in(" ".join(row["name"] for row in offered))
    assert told == templates.SIGNAL_NAMES | templates.SUM_NAMES | templates.CHANGE_NAMES | templates.READING_NAMES


@pytest.mark.parametrize(
    ("chapter", "models"),
    [
        ("The framework", (Framework, Indicator, Standing)),
        ("The codebook", (Term, Severity, Amount, Tier)),
        ("Cells", (Cell, Dimension, Milestone)),
        ("Rules", (Rule,)),
        ("Evidence", (Source, Signal, Estimate, Impact, Reading)),
        ("Evidence", (SignalTable, DateColumns, RowImpact, Words, Steps, Step, LeftOut)),
        ("Feeds, watches and gaps", (Feed, Watched, Carries)),
        ("Outlook", (Branch,)),
    ],
)
def test_every_key_that_can_be_written_stands_in_its_chapter(chapter, models):
    text = CHAPTERS[chapter]
    shown = names_in(text) | set(re.findall(r"([\w]+): ", text)) | set(re.findall(r"(?m)(\w+):$", text))
    codebook = {"directions", "aspects", "stages", "severities", "tags", "amounts", "tiers"}
    missing = keys_of(*models) - shown
    assert missing <= (codebook if chapter == "The framework" else set())


def test_windows_hold_the_days_that_the_table_says():
    (rows,) = tables_in(CHAPTERS["Windows and durations"])
    for row in rows:
        first, _, last = row["holds the days"].partition(" to ")
        end = date.fromisoformat(row["that ends on"])
        start = window_start(end, parse_duration(row["window"].strip("`")))
        assert (start.toordinal() + 1, end) == (date.fromisoformat(first).toordinal(), date.fromisoformat(last))


def test_dates_mean_the_days_that_the_table_says():
    rows = next(t for t in tables_in(CHAPTERS["Evidence"]) if "written" in t[0])
    for row in rows:
        parsed = parse_edtf(row["written"].strip("`"))
        assert row["is a"] == ("interval" if parsed.is_interval else "point")
        days = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", row["that means"])]
        if len(days) == 2:
            assert days == [parsed.span.lo, parsed.span.hi]
        elif days:
            assert days == [parsed.span.lo]
            assert parsed.span.hi == (date.max if parsed.is_interval else days[0])


def test_an_open_end_has_not_come_and_an_unknown_one_may_have():
    assert parse_edtf("2025-06-01/..").end.lo == date.max
    assert parse_edtf("2025-06-01/").end.lo == date(2025, 6, 1)


def test_paths_in_the_folders_plan_are_those_that_are_read(harbours, tmp_path):
    (tmp_path / harbours / "notes.yaml").write_text("a: b\n")
    (problem,) = no_notes(load_ruleset(harbours))
    assert (problem.code, problem.severity) == ("unread-file", "error")
    assert Path(problem.file).name == "notes.yaml"
