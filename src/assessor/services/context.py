"""
What every use case needs of its surroundings: the database, the clock, the actor, the engines, keys and pins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.engine.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from assessor.engine.inference.crosscheck import StepMemo
    from assessor.engine.inference.port import InferenceEngine
    from assessor.store.database import Database
    from assessor.store.pin_file import PinFile
    from assessor.store.signing_keys import SigningKeys


@dataclass(frozen=True)
class Engines:
    """
    The inference engines of this process.

    Attributes:
        second: The engine that checks the first; None where it was switched off.
        memo: What both have answered before.
        memory: What was evaluated last.
    """

    first: InferenceEngine
    second: InferenceEngine | None
    memo: StepMemo
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True)
class Context:
    """
    The surroundings of a use case.

    Attributes:
        clock: Returns the present instant (UTC).
        actor: The pseudonymous id under which entries are written.
        signing: Where the key is that signs checkpoints.
        pins: Checkpoints that are kept outside the database.
    """

    database: Database
    clock: Callable[[], datetime]
    actor: str
    engines: Engines
    signing: SigningKeys
    pins: PinFile
