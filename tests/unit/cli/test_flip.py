"""What would move the verdict of cell 11: held against the page on which every single removal was tried by hand."""

from __future__ import annotations

import hashlib

import pytest

from assessor.cli.exit_code import ExitCode
from tests.unit.cli.record import LAST, SHIPPED

CUT = ("--as-of", SHIPPED)
FRICTION = ["with bilateral friction"]


@pytest.fixture(scope="module")
def answers():
    """Return what was found before: one search serves several tests."""
    return {}


@pytest.fixture
def found(run, assessed, answers):
    if "found" not in answers:
        answers["found"] = run("flip", "11", *CUT, "--budget", "110", "--json", "--db", assessed).data
    return answers["found"]


def of_kind(found, kind):
    return [flip for flip in found["flips"] if flip["kind"] == kind]


def test_the_single_removals_are_those_of_the_page_on_the_cell(found):
    """docs/cell-11.md, "Single removed items", row 5: two months of listings, the desk, and the incident."""
    single = {flip["items"][0]: flip["said"] for flip in of_kind(found, "without") if len(flip["items"]) == 1}
    assert single == {
        "feed analyst-desk": {"trajectory": "Contested", "qualifiers": []},
        "reading ofac-mexico-additions/2024-10": {"trajectory": "Contested", "qualifiers": FRICTION},
        "reading ofac-mexico-additions/2025-10": {"trajectory": "Contested", "qualifiers": FRICTION},
        "signal chihuahua-incident": {"trajectory": "Advancing", "qualifiers": []},
    }


def test_two_joint_results_after_the_incident_take_the_friction_away(found):
    """The rule says why: one joint result may have been under way; two show that work outlived the objection."""
    (gone,) = (flip for flip in of_kind(found, "with") if "qualifier gone" in flip["ways"])
    assert (len(gone["change"]), len(set(gone["change"]))) == (2, 1)
    assert "advancing, stage outcome, tier 1 or 2, tagged joint-operation, after the last" in gone["change"][0]
    assert (gone["said"], gone["instead"]["qualifiers"]) == ({"trajectory": "Advancing", "qualifiers": []}, FRICTION)


def test_a_halt_and_a_second_lethal_incident_are_a_breakdown(found):
    (down,) = (flip for flip in of_kind(found, "with") if "down" in flip["ways"])
    assert down["said"]["trajectory"] == "Contested"
    assert {text.rsplit(" ", 1)[1] for text in down["change"]} == {"cooperation-halt", "lethal"}


def test_the_friction_lapses_when_the_incident_leaves_its_half_year(found):
    """The incident is of some day of April; from 1 October on the earliest of these is half a year back."""
    first, *_ = of_kind(found, "time")
    assert (first["day"], first["ways"]) == ("2026-10-01", ["qualifier gone"])


def test_what_only_time_brings_is_told(found):
    told = [one["what"] for one in found["unturned"] if one["rule"] == "consolidates"]
    assert "own trajectory Advancing held for P1Y: no evidence on this cell turns it" in told


def test_the_budget_is_told(run, assessed, found):
    assert found["exhausted"] == ["without"]
    few = run("flip", "11", *CUT, "--budget", "1", "--json", "--db", assessed).data
    assert (few["evaluated"], few["budget"], few["exhausted"]) == (2, 1, ["with", "without"])


def test_it_is_a_trial_over_the_recorded_assessment_and_records_nothing(run, own):
    before = hashlib.sha256(own.read_bytes()).hexdigest()
    found = run("flip", "11", *CUT, "--budget", "2", "--json", "--db", own).data
    assert (found["trial"], found["over"]["trial"]) == (True, False)
    assert found["over"]["entry_index"] > LAST
    assert hashlib.sha256(own.read_bytes()).hexdigest() == before
    out = run("flip", "11", *CUT, "--budget", "2", "--db", own).out
    assert out.startswith("TRIAL, every verdict below was evaluated and none recorded")
    assert "until 2026-10-01" in out


def test_a_cell_without_rules_has_nothing_to_move(run, assessed):
    ended = run("flip", "12", *CUT, "--db", assessed)
    assert ended.code == ExitCode.USAGE
    assert "the ruleset has no rules for cell 12" in ended.err
