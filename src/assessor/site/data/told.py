"""
The base of shapes that say what a value of the program says, by the same names.
"""

from __future__ import annotations

from pydantic import ConfigDict

from assessor.domain.values import Frozen


class Told(Frozen):
    """A shape that is filled from any value that has what it has, by `model_validate`."""

    model_config = ConfigDict(from_attributes=True)
