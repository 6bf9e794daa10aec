"""
Feature files as tests, in any repository that has rules; registered with pytest when the package is installed.

A `.feature` file is collected where a framework lies beside or above it. Its scenarios are pytest-bdd's,
so that steps, fixtures and hooks of a repository's own work beside the vocabulary. A failure is told at the
line of the feature, with what explains it, and without a traceback.
"""

from __future__ import annotations

from contextlib import closing
from functools import cache, partial
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from pytest_bdd import scenarios
from pytest_bdd.exceptions import StepDefinitionNotFoundError
from pytest_bdd.parser import Scenario, Step

from assessor.bdd.steps import *  # noqa: F403 - pytest-bdd finds steps by the names in a plugin's module
from assessor.errors import AssessorError
from assessor.report.failure import FailedStep, tell_failure
from assessor.scenarios.failure import ExpectationFailedError
from assessor.scenarios.feature import read_feature, unknown_step
from assessor.scenarios.library import Library, has_rules
from assessor.scenarios.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a feature file where there are rules that it can be about."""
    if file_path.suffix != ".feature" or not has_rules(file_path.parent):
        return None
    return FeatureFile.from_parent(parent, path=file_path)


class FeatureFile(pytest.Module):
    """A feature file, as a module whose tests are its scenarios."""

    def _getobj(self) -> ModuleType:
        """Make the module; a file of which anything is wrong is told whole, and none of it runs."""
        _, problems = read_feature(self.path, own_steps=True)
        if problems:
            raise self.CollectError("\n".join(map(str, problems)))
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        module.__dict__["_bind"] = scenarios
        exec("_bind(__file__)", module.__dict__)  # noqa: S102 - pytest-bdd binds scenarios where it is called from
        return module


@pytest.fixture(scope="session")
def _assessor_library() -> Callable[[Path], Library]:
    """Make the library of a folder of features: frameworks are read once, not for each scenario."""
    return cache(Library)


@pytest.fixture
def assessor_world(request: pytest.FixtureRequest, _assessor_library: Callable[[Path], Library]) -> Iterator[World]:
    """Make what the scenario's steps act on."""
    with closing(World(_assessor_library(request.path.parent))) as world:
        yield world


_AT = pytest.StashKey[tuple[Scenario, Step]]()


def pytest_bdd_before_step(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Keep at which step a scenario is."""
    _keep(request, scenario, step)


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    """Keep which step is none."""
    _keep(request, scenario, step)


def _keep(request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
    request.node.stash[_AT] = (scenario, step)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell a failure of the vocabulary's steps at the feature's line, and not by a traceback."""
    report = yield
    if call.excinfo is not None and isinstance(item.parent, FeatureFile) and _AT in item.stash:
        told = _tell(call.excinfo.value, *item.stash[_AT])
        if told is not None:
            report.longrepr = told
    return report


def _tell(error: BaseException, scenario: Scenario, step: Step) -> str | None:
    place, written = f"{scenario.feature.filename}:{step.line_number}", f"{step.keyword.strip()} {step.name}"
    at = partial(FailedStep, place, scenario.name, written)
    if isinstance(error, ExpectationFailedError):
        failed = at(expected=error.expected, found=error.found, why=error.why)
    elif isinstance(error, StepDefinitionNotFoundError):
        failed = at(message=unknown_step(step.type, step.name))
    elif isinstance(error, AssessorError):
        failed = at(message=str(error))
    else:
        return None
    return tell_failure(failed)
