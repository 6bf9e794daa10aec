"""
Changing what is known: new versions under a reason, all of them or none.

The frame that corrections share. What stands is looked at under the write lock, so that of two
people who change an item at once the second sees what the first did. Older versions stay, and are
seen by their own *known at*; a change is known from when the log takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.errors import UsageError
from assessor.services.requests import find_answer, request_of
from assessor.services.versions import append_versions, entries_with, read_recorded_item
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assessor.domain.known import ItemKey
    from assessor.services.context import Context
    from assessor.services.versions import Version
    from assessor.store.unit_of_work import ReadTransaction

    Plan = Callable[[ReadTransaction], Sequence[Version]]

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """
    One version that a change made.

    Attributes:
        action: What became of the item, as its entry says: `corrected`, `retracted` and so on.
        entry_index: The entry that says so; None for a trial.
    """

    kind: str
    id: str
    version: int
    action: str
    entry_index: int | None


@dataclass(frozen=True, slots=True)
class ChangedKnowledge:
    """
    What a change made.

    Attributes:
        batch: The batch of its entries, where they are one.
        unchanged: Items that were asked for and did not change.
        trial: True where nothing was recorded.
    """

    batch: str | None
    changes: tuple[ChangedItem, ...]
    unchanged: tuple[str, ...]
    trial: bool


def change_knowledge(
    context: Context,
    plan: Plan,
    *,
    asked: dict[str, Any],
    name: str | None = None,
    subjects: Iterable[ItemKey] = (),
    key: str | None = None,
    dry_run: bool = False,
) -> ChangedKnowledge:
    """
    Plan a change and record it in one transaction; with `dry_run`, a trial.

    Args:
        plan: Returns the versions to be recorded, or raises; looks at what stands and changes nothing.
        asked: All that was asked, which a key stands for.
        name: What the batch of its entries is called before its number; None where there is one entry.
        subjects: The items that were asked for.
        key: Stands for this request: asked again, it is answered by what was recorded first.

    Raises:
        UsageError: A trial was given a key.
        KeyConflictError: The key stands for another request.
    """
    if dry_run and key is not None:
        raise UsageError("a trial is not recorded, so there is nothing for a key to stand for")
    wanted = [f"{kind} {item_id}" for kind, item_id in subjects]
    if dry_run:
        with context.database.read() as tx:
            changes = tuple(_tell(version, None) for version in plan(tx))
        return ChangedKnowledge(None, changes, _unchanged(wanted, changes), trial=True)
    request = request_of(context, key, **asked)
    with context.database.write() as tx:
        before = find_answer(tx, request)
        if before is not None:
            changes = tuple(
                ChangedItem(item.kind, item.id, item.version, entry.type.value.partition(":")[2], entry.index)
                for entry in entries_with(tx, before)
                for item in (read_recorded_item(entry),)
            )
            context.then(tx, [change.entry_index for change in changes if change.entry_index is not None])
            return ChangedKnowledge(before.batch, changes, _unchanged(wanted, changes), trial=False)
        versions = plan(tx)
        batch = f"{name}@{tx.log.size()}" if name is not None and versions else None
        recorded = append_versions(context, tx, versions, batch, request)
        changes = tuple(_tell(version, item.entry_index) for version, item in zip(versions, recorded, strict=True))
        context.then(tx, [item.entry_index for item in recorded])
    _log.info("knowledge.changed", batch=batch, changes=len(changes))
    return ChangedKnowledge(batch, changes, _unchanged(wanted, changes), trial=False)


def _tell(version: Version, entry_index: int | None) -> ChangedItem:
    kind, action = version.kind.value.split(":")
    return ChangedItem(kind, version.document.id, version.version, action, entry_index)


def _unchanged(wanted: list[str], changes: tuple[ChangedItem, ...]) -> tuple[str, ...]:
    changed = {f"{change.kind} {change.id}" for change in changes}
    return tuple(name for name in dict.fromkeys(wanted) if name not in changed)
