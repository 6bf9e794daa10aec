"""A program says what it runs and refuses what makes no sense."""

from __future__ import annotations

import pytest

from assessor.domain.kleene import Kleene
from assessor.engine.inference import Clause, Program, Stratum, Threshold

MET, NOT_MET = True, False


def program(*strata, inputs=(0, 1), nodes=4):
    return Program(inputs, tuple(Stratum(tuple(t), tuple(c)) for t, c in strata), nodes)


BOTH = Clause((2, MET), ((0, MET), (1, MET)))
SUM_OF_INPUTS = Threshold(3, ((0, 2), (1, -1)), 1)


def test_equal_programs_have_equal_digests_and_hashes():
    one, other = program(([SUM_OF_INPUTS], [BOTH])), program(([SUM_OF_INPUTS], [BOTH]))
    assert one == other
    assert one.digest == other.digest
    assert hash(one) == hash(other)
    assert len(one.digest) == 64


@pytest.mark.parametrize(
    "other",
    [
        program(([SUM_OF_INPUTS], [BOTH]), nodes=5),
        program(([SUM_OF_INPUTS], [BOTH]), inputs=(1, 0)),
        program(([SUM_OF_INPUTS], [Clause((2, NOT_MET), BOTH.body)])),
        program(([SUM_OF_INPUTS], []), ([], [BOTH])),
        program(([Threshold(3, ((0, 2), (1, -1)), 2)], [BOTH])),
        program(([Threshold(3, ((0, 2), (1, -2)), 1)], [BOTH])),
    ],
)
def test_whatever_changes_a_program_changes_its_digest(other):
    assert other.digest != program(([SUM_OF_INPUTS], [BOTH])).digest


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (program, "at least one stratum"),
        (lambda: program(([], []), inputs=(0, 0)), "an input comes twice"),
        (lambda: program(([], []), inputs=(4,)), "outside 0 to 3"),
        (lambda: program(([], [Clause((2, MET), ((-1, MET),))])), "outside 0 to 3"),
        (lambda: program(([Threshold(3, ((9, 1),), 1)], [])), "outside 0 to 3"),
        (lambda: program(([], [Clause((2, MET), ())])), "node 2 has no body"),
        (lambda: program(([Threshold(3, ((2, 1),), 1)], [BOTH])), "threshold 3 sums node 2, which is derived later"),
        (lambda: program(([Threshold(3, ((2, 1),), 1)], []), ([], [BOTH])), "threshold 3 sums node 2"),
        (lambda: program(([Threshold(3, ((3, 1),), 1)], [])), "threshold 3 sums node 3"),
    ],
)
def test_a_program_that_makes_no_sense_is_refused(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()


def test_a_threshold_may_sum_what_an_earlier_stratum_derives():
    assert program(([], [BOTH]), ([Threshold(3, ((2, 1),), 1)], [])).nodes == 4


def test_inputs_are_one_outcome_each():
    subject = program(([], [BOTH]))
    subject.check_inputs([1, 0])
    subject.check_inputs((Kleene.NOT_MET, Kleene.MET))
    for misfit, complaint in [([1], "1 outcomes for 2 inputs"), ([1, 1, 1], "3 outcomes"), ([0, 2], "not `2`")]:
        with pytest.raises(ValueError, match=complaint):
            subject.check_inputs(misfit)
