"""A verdict under a supposition: what it changes, that it is a trial, and that nothing is recorded."""

from __future__ import annotations

import hashlib
import shutil

import pytest

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import shipped_framework
from tests.unit.cli.record import LAST, SHIPPED, value

CUT = ("--as-of", SHIPPED)

JOINT = """
batch: supposed
provenance: Made up to see what would follow.
sources:
  - {id: wire-1, title: Wire, tier: 1, published: 2026-04-26}
signals:
  - id: objects-again
    title: The partner objects again
    date: 2026-04-25
    sources: [wire-1]
    impacts:
      - cell: "11"
        direction: stalling
        dimensions: [bilateral-posture]
        severity: severe
        stage: incident
        tags: [sovereignty-objection, lethal]
"""

LATER_SOURCE = "  - {id: wire-2, title: Wire, tier: 2, published: 2026-05-03}\n"
LATER_SIGNAL = '  - {id: later, title: T, date: 2026-05-02, sources: [wire-2], impacts: [{cell: "11", stage: shock}]}\n'
ELSEWHERE = '  - {id: elsewhere, title: T, date: 2026-04-02, sources: [wire-1], impacts: [{cell: "12"}]}\n'


@pytest.fixture
def supposed(tmp_path):
    path = tmp_path / "supposed.yaml"
    path.write_text(JOINT)
    return path


def test_without_the_incident_there_is_no_friction(run, assessed):
    found = run("what-if", "11", *CUT, "--without", "chihuahua-incident", "--json", "--db", assessed).data
    assert (found["trial"], found["removed"], found["added"]) == (True, ["signal chihuahua-incident"], [])
    assert (found["before"]["qualifiers"], found["after"]["qualifiers"]) == (["with bilateral friction"], [])
    assert found["after"]["trajectory"] == "Advancing"
    assert (found["before"]["trial"], found["after"]["trial"], found["after"]["entry_index"]) == (False, True, None)
    assert found["moved"] == ["knowledge"]
    assert (found["changes"][0]["part"], found["changes"][0]["because"]) == ("qualifier", ["knowledge"])


def test_the_page_is_marked_as_a_trial_from_its_first_line(run, assessed):
    out = run("what-if", "11", *CUT, "--without", "chihuahua-incident", "--db", assessed).out
    assert out.startswith("TRIAL, supposed and not recorded")
    assert "nowhere, a TRIAL" in out
    assert "qualifier with bilateral friction: gone" in out


def test_without_a_source_what_it_alone_tells_is_not_known(run, assessed):
    source = "press-2026-02-22-retaliation"
    found = run("what-if", "11", *CUT, "--without", source, "--json", "--db", assessed).data
    assert found["removed"] == [f"source {source}", "signal jalisco-retaliation"]
    changed = {(c["part"], c["about"]): c["after"] for c in found["changes"]}
    assert changed["tension", "disruption-and-regeneration"] == "not active"
    assert changed["dimension", "mexican-enforcement"] == "holding"


def test_evidence_is_supposed_and_told_where_nothing_reads_it(run, assessed, supposed):
    supposed.write_text(JOINT.replace("sources:\n", "sources:\n" + LATER_SOURCE, 1) + LATER_SIGNAL + ELSEWHERE)
    found = run("what-if", "11", *CUT, "--add", supposed, "--json", "--db", assessed).data
    told = {one["id"]: one["unread"] for one in found["added"]}
    assert told == {
        "wire-1": "",
        "wire-2": "",
        "objects-again": "",
        "later": "dated after the day judged",
        "elsewhere": "no rule of the cell reads it",
    }


def test_nothing_is_recorded(run, own, supposed):
    before = hashlib.sha256(own.read_bytes()).hexdigest()
    assert run("what-if", "11", *CUT, "--add", supposed, "--without", "chihuahua-incident", "--db", own).code == 0
    assert hashlib.sha256(own.read_bytes()).hexdigest() == before


def test_draft_rules_judge_and_the_change_is_theirs(run, assessed, tmp_path):
    draft = tmp_path / "draft"
    shutil.copytree(shipped_framework(), draft)
    partner = draft / "rules" / "11-partner.yaml"
    text = partner.read_text()
    at = text.index("id: partner-objects")
    partner.write_text(text[:at] + text[at:].replace("count: {at_least: 1}", "count: {at_least: 2}", 1))
    found = run("what-if", "11", *CUT, "--rules", draft, "--json", "--db", assessed).data
    assert (found["rules"], found["moved"], found["after"]["qualifiers"]) == (True, ["rules"], [])
    (behind,) = found["changes"][0]["behind"]
    assert {r["rule"] for r in behind["rules"] if r["edited"]} == {"partner-objects"}
    assert found["before"]["ruleset"] != found["after"]["ruleset"]


def test_an_item_that_is_replaced_is_taken_away_first(run, assessed, supposed):
    supposed.write_text(JOINT.replace("objects-again", "chihuahua-incident"))
    ended = run("what-if", "11", *CUT, "--add", supposed, "--db", assessed)
    assert ended.code == ExitCode.COULD_NOT_RUN
    assert "recorded with other content" in ended.err
    assert "take the recorded one away with `--without`" in ended.err
    both = ("--add", supposed, "--without", "chihuahua-incident")
    found = run("what-if", "11", *CUT, *both, "--json", "--db", assessed).data
    assert (found["knowledge"]["replaced"], found["knowledge"]["removed"]) == (1, 0)
    assert found["after"]["qualifiers"] == ["with bilateral friction"]


def test_knowledge_that_came_since_is_left_out_and_counted(run, own, supposed):
    assert run("import", supposed, "--db", own).code == 0
    out = run("what-if", "11", *CUT, "--without", "chihuahua-incident", "--json", "--db", own).data
    later = value(own, "SELECT count(*) FROM evidence WHERE known_from >= ? AND version = 1", "2026-04-27")
    assert out["since"] == later
    assert out["before"]["entry_index"] is not None
    assert out["knowledge"]["after"] == out["knowledge"]["before"] - 1


def test_another_cut_is_a_trial_on_both_sides(run, assessed):
    cut = ("--as-of", "2026-04-25", "--known-at", "2026-04-25")
    found = run("what-if", "11", *cut, "--without", "designation-order", "--json", "--db", assessed).data
    assert (found["before"]["trial"], found["after"]["trial"]) == (True, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "suppose something: give --add, --without or --rules"),
        (("--without", "chihuahua-incidant"), "did you mean `chihuahua-incident`?"),
        (("--without", "signal:tapalpa"), "no evidence `signal:tapalpa` is known at this cut"),
        (("--add", "nowhere.yaml"), "nowhere.yaml: there is no such file"),
        (("--rules", "nowhere"), "`nowhere` holds no framework.yaml"),
    ],
)
def test_what_cannot_be_supposed_is_told(run, assessed, words, told):
    ended = run("what-if", "11", *CUT, *words, "--db", assessed)
    assert ended.code != 0
    assert told in ended.err


def test_a_batch_is_refused_for_what_an_import_would_refuse(run, assessed, supposed):
    supposed.write_text(JOINT.replace("dimensions: [bilateral-posture]", "dimensions: [bilateral-postur]"))
    ended = run("what-if", "11", *CUT, "--add", supposed, "--db", assessed)
    assert "did you mean `bilateral-posture`?" in ended.err
    assert run("import", supposed, "--db", assessed).err.startswith(ended.err.rstrip())


def test_the_latest_assessment_of_the_day_is_the_one_compared_with(run, assessed):
    found = run("what-if", "11", *CUT, "--without", "tariff-pressure", "--json", "--db", assessed).data
    assert found["before"]["entry_index"] > LAST
