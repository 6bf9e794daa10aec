"""How often a property is tried: as often as it says every day, and fifty times that by the profile `thorough`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYDAY = 100


def examples(everyday: int, **others: Any) -> Callable[[Any], Any]:
    """Try a property so many times every day; `others` are settings of hypothesis."""
    profile = settings.get_profile(settings.get_current_profile_name())
    return settings(max_examples=everyday * profile.max_examples // EVERYDAY, **others)
