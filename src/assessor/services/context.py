"""
What every use case needs of its surroundings: the database, the clock, the actor, the engines, keys and pins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from assessor.engine.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from assessor.engine.inference.crosscheck import StepMemo
    from assessor.engine.inference.port import InferenceEngine
    from assessor.store.database import Database
    from assessor.store.pin_file import PinFile
    from assessor.store.signing_keys import SigningKeys
    from assessor.store.unit_of_work import WriteTransaction

    Then = Callable[[WriteTransaction, Sequence[int]], None]


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


MOST_AT_ONCE: Final = 2_000_000
"""Where nobody says another size; measured, see `docs/adr/0018-recompute-with-the-change.md`."""


def leave_due(_tx: WriteTransaction, _entries: Sequence[int]) -> None:
    """Do nothing more: what a change of knowledge made due is left due."""


@dataclass(frozen=True)
class Context:
    """
    The surroundings of a use case.

    Attributes:
        clock: Returns the present instant (UTC).
        actor: The pseudonymous id under which entries are written.
        signing: Where the key is that signs checkpoints.
        pins: Checkpoints that are kept outside the database.
        then: Called in the transaction of each change of knowledge with the entries that it made, in their order; and
            with those that answer it, where it was asked for again under its key.
        most_at_once: How much is assessed again in the transaction of a change: items of evidence times days.
    """

    database: Database
    clock: Callable[[], datetime]
    actor: str
    engines: Engines
    signing: SigningKeys
    pins: PinFile
    then: Then = leave_due
    most_at_once: int = MOST_AT_ONCE
