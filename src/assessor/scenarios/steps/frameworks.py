"""Steps that name the framework and what watches its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.evidence import Feed, Watched
from assessor.scenarios.steps.documents import read_document
from assessor.scenarios.steps.words import STEPS

if TYPE_CHECKING:
    from datetime import date

    from assessor.scenarios.world import World

TOPIC = "Frameworks and feeds"


@STEPS.act(
    "the framework {framework} with its evidence",
    topic=TOPIC,
    example='Given the framework "doctrine" with its evidence',
)
def _with_evidence(world: World, framework: str) -> None:
    """Take up a framework: its rules, its feeds, and all evidence in its folder."""
    world.begin(framework)


@STEPS.act(
    "the framework {framework} with its feeds alone",
    topic=TOPIC,
    example='Given the framework "doctrine" with its feeds alone',
)
def _with_feeds(world: World, framework: str) -> None:
    """Take up a framework: its rules and what watches its cells, and no evidence."""
    world.begin(framework, feeds_only=True)


@STEPS.act("the framework {framework}", topic=TOPIC, example='Given the framework "harbours"')
def _bare(world: World, framework: str) -> None:
    """Take up a framework: its rules alone; nothing watches its cells yet, so that nothing is absent for certain."""
    world.begin(framework, empty=True)


@STEPS.act("everything is watched from {first:day}", topic=TOPIC, example="Given everything is watched from 2020-01-01")
def _watched(world: World, first: date) -> None:
    """From then on a feed brings whatever happens, so that what no signal tells did not happen."""
    _watch(world, _span({"from": first}))


@STEPS.act(
    "everything is watched from {first:day} until {last:day}",
    topic=TOPIC,
    example="Given everything is watched from 2020-01-01 until 2024-12-31",
)
def _watched_until(world: World, first: date, last: date) -> None:
    """On those days, both included, a feed brings whatever happens."""
    _watch(world, _span({"from": first, "to": last}))


@STEPS.act(
    "nothing is watched from {first:day} until {last:day}",
    topic=TOPIC,
    example="Given nothing is watched from 2025-03-01 until 2025-03-31",
)
def _gap(world: World, first: date, last: date) -> None:
    """On those days, both included, every feed has a gap."""
    gap = _span({"from": first, "to": last})
    world.check_unrecorded("a gap")
    for version in world.supplies.of("feed"):
        assert isinstance(version.item, Feed)  # noqa: S101 - the kind says so
        feed = version.item.model_copy(update={"gaps": (*version.item.gaps, gap)})
        world.supplies.amend(feed, world.ruleset)


def _span(days: dict[str, date]) -> Watched:
    return read_document(Watched, days, "the days")


def _watch(world: World, watched: Watched) -> None:
    world.supply(feeds=(Feed(id=f"feed-{world.next_batch()}", title="A feed of the scenario", watches=(watched,)),))
