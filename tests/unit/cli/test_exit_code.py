"""Every error ends with an exit code that has a meaning."""

from __future__ import annotations

from assessor.cli.exit_code import ExitCode
from assessor.errors import EXIT_CODES, AssessorError


def kinds(root: type[AssessorError]) -> set[type[AssessorError]]:
    return {root}.union(*(kinds(kind) for kind in root.__subclasses__()))


def test_every_error_of_the_package_has_an_exit_code():
    public = {kind.code for kind in kinds(AssessorError) if kind.__module__.startswith("assessor.")}
    assert public == set(EXIT_CODES)


def test_every_exit_code_has_a_meaning():
    assert set(EXIT_CODES.values()) <= {code.value for code in ExitCode}
    assert all(code.meaning for code in ExitCode)


def test_the_numbers_are_those_that_scripts_rely_on():
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "COULD_NOT_RUN": 1,
        "USAGE": 2,
        "NEGATIVE": 3,
        "RULESET_INVALID": 4,
        "VERIFICATION_FAILED": 5,
        "INSUFFICIENT": 6,
        "INTERRUPTED": 130,
        "TERMINATED": 143,
    }
