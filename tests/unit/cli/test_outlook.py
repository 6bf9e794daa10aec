"""The outlook of cell 11: how its branches end, that all of it is hypothetical, and that nothing is recorded."""

from __future__ import annotations

import hashlib

import pytest

from assessor.cli.exit_code import ExitCode
from tests.unit.cli.record import LAST, SHIPPED

CUT = ("--as-of", SHIPPED)


@pytest.fixture
def branches(run, assessed):
    found = run("outlook", "11", *CUT, "--json", "--db", assessed).data
    assert found["hypothetical"]
    return {branch["branch"]: branch for branch in found["branches"]}


def ends_of(branch):
    return {(e["trajectory"], *e["qualifiers"]): e for e in branch["endings"]}


def test_nothing_new_is_the_first_subset_and_keeps_the_friction(branches):
    for branch in branches.values():
        first = branch["subsets"][0]
        assert (first["holds"], first["changes"]) == ([], [])
        assert (first["verdict"]["trajectory"], first["verdict"]["qualifiers"]) == (
            "Advancing", ["with bilateral friction"],
        )  # fmt: skip


def test_the_passing_of_time_alone_makes_the_review_due(branches):
    told = {(c["part"], c["about"]): c["after"] for c in branches["settles"]["passing"]}
    assert told["dimension", "usmca-recalibration"] == "undetermined: not observed"
    assert not {part for part, _ in told} & {"trajectory", "qualifier", "trend"}


def test_joint_work_that_lasts_settles_the_cell_without_friction(branches):
    ends = ends_of(branches["settles"])
    assert set(ends) == {("Advancing",), ("Advancing", "with bilateral friction")}
    settled = ends["Advancing",]
    assert settled["terms"] == [{"having": ["tournament-work-lasts"], "lacking": []}]
    assert settled["smallest"] == [["tournament-work-lasts"]]
    assert len(settled["subsets"]) == 4


def test_the_other_branch_falls_to_contested_or_holds_with_friction(branches):
    ends = ends_of(branches["drifts"])
    assert set(ends) == {("Contested", "with bilateral friction"), ("Advancing", "with bilateral friction")}
    assert ends["Contested", "with bilateral friction"]["smallest"] == [["cooperation-ends"]]
    held = {tuple(s) for s in ends["Advancing", "with bilateral friction"]["subsets"]}
    assert ("review-leaves-route-open", "networks-hold-ground") in held


def test_every_subset_is_judged_once(branches):
    for branch in branches.values():
        subsets = [tuple(subset["holds"]) for subset in branch["subsets"]]
        assert len(set(subsets)) == len(subsets) == 2 ** len(branch["assumes"])


def test_it_is_laid_over_the_recorded_assessment_and_records_nothing(run, own):
    before = hashlib.sha256(own.read_bytes()).hexdigest()
    found = run("outlook", "11", *CUT, "--branch", "drifts", "--json", "--db", own).data
    assert found["over"]["entry_index"] > LAST
    assert [branch["branch"] for branch in found["branches"]] == ["drifts"]
    assert hashlib.sha256(own.read_bytes()).hexdigest() == before


def test_the_page_is_marked_as_hypothetical(run, assessed):
    out = run("outlook", "11", *CUT, "--db", assessed).out
    assert out.startswith("HYPOTHETICAL, laid over what is known; nothing of it is recorded")
    assert "How it can end, hypothetical" in out
    assert "Every subset, hypothetical, against nothing new" in out
    assert "smallest sets" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("11", *CUT, "--branch", "setles"), "cell `11` has no branch `setles`, did you mean `settles`?"),
        (("12", *CUT), "cell `12` has no branches: its framework declares them in outlook/*.yaml"),
        (("11", "--as-of", "2026-09-30"), "its horizon 2026-09-30 is not after 2026-09-30"),
    ],
)
def test_what_cannot_be_judged_is_told(run, assessed, words, told):
    ended = run("outlook", *words, "--db", assessed)
    assert ended.code == ExitCode.USAGE
    assert told in ended.err
