"""
The smallest changes that would move a verdict: what must come, what must stay away, what holds it.

Three searches, each in a fixed order within a budget of evaluations, so that the same evidence gives the
same answer: items that could be taken away, items that could come, and time in which nothing comes. A
change is told only after it was evaluated, and only if no smaller part of it moves the verdict. *Moves*
means: another trajectory, other qualifiers, or no trajectory issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Final, Literal

from assessor.domain.duration import Duration, add
from assessor.engine.ahead import Ahead
from assessor.engine.describe import describe
from assessor.engine.goals import targets_of
from assessor.engine.histories.evaluate import histories_behind
from assessor.engine.removals import Removals
from assessor.engine.supplied import MOST
from assessor.engine.supply import supply

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from assessor.domain.known import EvidenceVersion, ItemKey
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.goals import Target
    from assessor.engine.said import Said
    from assessor.engine.supplied import Item, Supply

HORIZON: Final = Duration(years=1)
"""How far ahead nothing new is looked at."""

Kind = Literal["without", "with", "time"]


@dataclass(frozen=True, slots=True)
class Flip:
    """
    A change that moves the verdict.

    Attributes:
        kind: Something on hand is not known, something comes, or time passes without anything new.
        change: What changes, in words, one thing each.
        day: The day on which the verdict is another; of what is not known, the day judged.
        said: What it then says; `instead`, what it would say that day without the change.
        items: What is taken away, or comes; `versions`, the evidence that stands for what comes.
    """

    kind: Kind
    change: tuple[str, ...]
    day: date
    said: Said
    instead: Said
    items: tuple[ItemKey, ...] = ()
    versions: tuple[EvidenceVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class Flips:
    """
    What was found, and how far it was looked for.

    Attributes:
        said: What the verdict says on the day judged.
        evaluated: How many changes were evaluated; `budget`, at most how many of each kind.
        exhausted: The kinds of which the budget ended before every set of three at most was tried.
        unturned: Of each rule that would move the verdict, what nothing that comes can turn, and why.
    """

    said: Said
    found: tuple[Flip, ...]
    evaluated: int
    budget: int
    exhausted: tuple[Kind, ...]
    unturned: tuple[tuple[str, str], ...]


class _Budget:
    """Evaluations that may still be made, and how many were."""

    def __init__(self, most: int) -> None:
        self.left = most
        self.used = 0

    def take(self, count: int = 1) -> None:
        """Count some more, of those that are left."""
        self.left, self.used = self.left - count, self.used + count


def find_flips(evaluation: Evaluation, *, budget: int, kinds: Collection[Kind] = ("time", "with", "without")) -> Flips:
    """
    Search for the smallest changes that move a verdict.

    Args:
        budget: At most so many evaluations of each kind of change.
        kinds: Which kinds are searched.
    """
    ahead = Ahead(evaluation, add(evaluation.as_of, HORIZON))
    spent = {kind: _Budget(budget) for kind in ("without", "with")}
    exhausted: list[Kind] = []
    unturned: dict[tuple[str, str], None] = {}
    found = list(_in_time(ahead)) if "time" in kinds else []
    if "with" in kinds:
        targets = targets_of(ahead.ready, evaluation.timeline.folds[evaluation.cell].last)
        found += _with(ahead, targets, spent["with"], exhausted, unturned)
    if "without" in kinds:
        found += _without(evaluation, ahead.said, spent["without"], exhausted)
    used = sum(one.used for one in spent.values())
    return Flips(ahead.said, tuple(found), used, budget, tuple(exhausted), tuple(unturned))


def _in_time(ahead: Ahead) -> Iterator[Flip]:
    """Yield the days on which the verdict changes while nothing new comes."""
    before = ahead.said
    for day in ahead.changes():
        said = ahead.nothing_new(day)
        if said != before:
            turned = ahead.turned(day) or ("time alone passes",)
            yield Flip("time", turned, day, said, before)
            before = said


def _with(
    ahead: Ahead,
    targets: Sequence[Target],
    budget: _Budget,
    exhausted: list[Kind],
    unturned: dict[tuple[str, str], None],
) -> Iterator[Flip]:
    told: list[frozenset[ItemKey]] = []
    tried: set[frozenset[ItemKey]] = set()
    words: set[tuple[str, ...]] = set()
    pools = [_pool(ahead, target, unturned) for target in targets]
    for size in range(1, MOST + 1):
        fresh = _fresh(pools, size, tried, told)
        chosen = list(islice(fresh, budget.left))
        budget.take(len(chosen))
        days = [max(item.day for item in items) for _, items in chosen]
        supposed = ahead.supposing(zip((items for _, items in chosen), days, strict=True))
        for (keys, items), day, said in zip(chosen, days, supposed, strict=True):
            instead = ahead.nothing_new(day)
            if said != instead:
                told.append(keys)
                change = tuple(item.words for item in items)
                if change not in words:  # two rules can ask for the same
                    versions = tuple(v for item in items for v in item.versions)
                    yield Flip("with", change, day, said, instead, tuple(sorted(keys)), versions)
                words.add(change)
        if next(fresh, None) is not None:
            exhausted.append("with")
            return


def _fresh(
    pools: Sequence[Sequence[Supply]], size: int, tried: set[frozenset[ItemKey]], told: Collection[frozenset[ItemKey]]
) -> Iterator[tuple[frozenset[ItemKey], tuple[Item, ...]]]:
    """Yield each choice that was not tried and holds nothing that was told, by what its items are called."""
    for pool in pools:
        for items in _choose(pool, size):
            keys = frozenset(v.key for item in items for v in item.versions if v.kind != "source")
            if keys not in tried and not any(smaller <= keys for smaller in told):
                tried.add(keys)
                yield keys, items


def _pool(ahead: Ahead, target: Target, unturned: dict[tuple[str, str], None]) -> list[Supply]:
    """Return the ways to turn the conditions of one target, and note what cannot be turned."""
    ways: list[Supply] = []
    for goal in target.goals:
        leaf = ahead.ready.leaves[goal[0]]
        for way in supply(leaf, goal, ahead.today):
            if way.items and all(item.day <= ahead.horizon for item in way.items):
                ways.append(way)
            else:
                why = way.lacking or "its next reading lies beyond the horizon"
                unturned[target.rule, f"{describe(leaf.condition)}: {why}"] = None
    for text in target.unturned:
        unturned[target.rule, f"{text}: no evidence on this cell turns it"] = None
    return ways


def _choose(pool: Sequence[Supply], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield every choice of so many items of which none stands without those it needs."""
    for count in range(1, size + 1):
        for ways in combinations(pool, count):
            for numbers in product(*(range(1, len(way.items) + 1) for way in ways)):
                if sum(numbers) == size:
                    yield tuple(item for way, n in zip(ways, numbers, strict=True) for item in way.items[:n])


def _without(evaluation: Evaluation, said: Said, budget: _Budget, exhausted: list[Kind]) -> Iterator[Flip]:
    """Yield the smallest sets of items of the support without which the verdict is another."""
    told: list[frozenset[ItemKey]] = []
    known = Removals(evaluation.ruleset, histories_behind(evaluation).folded, evaluation.cell)
    support = [(r.kind, r.id) for r in evaluation.support if r.kind not in {"source", "cell"}]
    for size in range(1, MOST + 1):
        sets = (keys for keys in combinations(support, size) if not any(smaller <= {*keys} for smaller in told))
        tried = list(islice(sets, budget.left))
        budget.take(len(tried))
        without = known.said((frozenset(keys), evaluation.as_of) for keys in tried)
        for keys, now in zip(tried, without, strict=True):
            if now != said:
                told.append(frozenset(keys))
                words = tuple(f"{kind} {item_id} is not known" for kind, item_id in keys)
                yield Flip("without", words, evaluation.as_of, now, said, keys)
        if next(sets, None) is not None:
            exhausted.append("without")
            return
