"""Every step of the vocabulary, by topic; importing this room completes it."""

from assessor.scenarios.steps import (
    assessing,  # noqa: F401
    frameworks,  # noqa: F401 - the order of imports is the order in which steps are listed
    histories,  # noqa: F401
    knowledge,  # noqa: F401
    outlooks,  # noqa: F401
    readings,  # noqa: F401
    reasons,  # noqa: F401
    recording,  # noqa: F401
    restatements,  # noqa: F401
    signals,  # noqa: F401
    verdicts,  # noqa: F401
)
from assessor.scenarios.steps.words import STEPS

__all__ = ["STEPS"]
