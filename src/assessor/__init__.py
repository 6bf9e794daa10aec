"""
Assessor: verdicts from readable rules, recorded in a log that a stranger can verify.

Holds the version and nothing else: each room's own `__init__` is its door.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str


def __getattr__(name: str) -> str:
    """Return the version, which takes a moment to look up, when somebody asks for it."""
    if name != "__version__":
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    from importlib.metadata import version  # noqa: PLC0415 - it takes as long as everything else

    return version("assessor")
