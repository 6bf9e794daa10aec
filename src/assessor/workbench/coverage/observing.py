"""
A scenario at work, and what each of its expectations looks at.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.errors import AssessorError, ConfigurationError
from assessor.scenarios.failure import ExpectationFailedError
from assessor.scenarios.run import do_step
from assessor.scenarios.steps import STEPS
from assessor.scenarios.world import World
from assessor.workbench.coverage.looking import Looking
from assessor.workbench.coverage.looks import LOOKS, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.scenarios.feature import Case
    from assessor.scenarios.judge import Judge, Judgement
    from assessor.scenarios.library import Library


def observe(case: Case, library: Library, judge: Judge) -> tuple[Looking, ...]:
    """
    Run a scenario; return each of its judgements with what expectations looked at in it.

    Raises:
        ConfigurationError: It fails; the message says where.
    """
    with closing(World(library, judge)) as world:
        return tuple(_observe(case, world))


def _observe(case: Case, world: World) -> Iterable[Looking]:
    looked: dict[Judgement, Looking] = {}
    for step in case.steps:
        meant = STEPS.find(step.keyword, step.text)
        assert meant is not None  # noqa: S101 - reading refuses what is no step
        try:
            do_step(world, meant, step.table)
        except (AssessorError, ExpectationFailedError) as error:
            where = f"{case.path}:{step.line}"
            raise ConfigurationError(f"{where}: {quote(case.title)} fails; mend it, then ask what it covers") from error
        if meant.step.role == "expectation" and world.judgements:  # much can be asked of a log before any judgement
            judgement = world.last
            looking = looked.setdefault(judgement, Looking(judgement.histories))
            LOOKS[meant.step.pattern.text](View(looking, judgement, meant.step.pattern.read(meant.filled)))
    for judgement in world.judgements:
        looked.setdefault(judgement, Looking(judgement.histories))
    return looked.values()
