"""Replay whatever engines are here: the verdict's bytes are the same, and what was recorded by others is said."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

import pytest

from assessor.engine.inference import NativeEngine
from assessor.errors import EngineUnavailableError
from assessor.services.replay import replay
from tests.harbour_log import live_through, open_harbour, with_second
from tests.lying_engine import LyingEngine

NATIVE = "native 1"


@dataclass(frozen=True)
class OtherNative:
    """An engine of another name and version that infers as the native one does: a second party anywhere."""

    name: str = "other"
    version: str = "7"

    def infer(self, program, batch):
        return NativeEngine().infer(program, batch)


@dataclass(frozen=True)
class Unavailable(OtherNative):
    """The same, where it cannot run."""

    def infer(self, program, batch):
        raise EngineUnavailableError(f"{len(batch)} steps of {program.nodes} nodes, and it cannot be imported here")


class LyingAsOther(LyingEngine):
    """One that goes by the other's name."""

    name = "other"
    version = "7"


@pytest.fixture
def recorded_by_both(tmp_path):
    with open_harbour(tmp_path / "log.db") as context:
        both = with_second(context, OtherNative())
        live_through(both)
        yield both


def replayed(context):
    found = list(replay(context))
    assert [one.entry_index for one in found] == [12, 15, 17, 18, 20, 21]
    assert [one.differences for one in found] == [()] * 6
    return {note for one in found for note in one.notes}


def test_by_the_engines_that_recorded_there_is_nothing_to_say(recorded_by_both):
    assert replayed(recorded_by_both) == set()


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (None, ""),
        (OtherNative(version="8"), ""),
        (LyingEngine(), ""),  # it did not record these, so nobody asks it
        (Unavailable(), "it cannot be imported here"),
    ],
    ids=["switched off", "another version", "another engine", "cannot run"],
)
def test_without_one_of_them_the_native_engine_replays_and_says_so(recorded_by_both, second, why):
    notes = replayed(with_second(recorded_by_both, second))
    assert notes
    assert all(n.startswith(f"recorded by {NATIVE} and other 7, replayed by {NATIVE} alone") for n in notes)
    assert all(n.endswith(why or "alone") for n in notes)


def test_what_one_engine_recorded_needs_no_other(tmp_path):
    with open_harbour(tmp_path / "log.db") as context:
        live_through(context)
        assert replayed(context) == set()
        assert replayed(with_second(context, LyingEngine())) == set()


def test_engines_that_disagree_now_are_a_difference(recorded_by_both):
    liar = with_second(recorded_by_both, LyingAsOther())
    found = list(replay(liar))
    assert {str(d) for one in found for d in one.differences if "disagree on a step" in str(d)}
    assert found[0].differences[0].part == "evaluation"


@pytest.mark.parametrize("here", [True, False])
def test_the_shipped_engines_replay_each_others_records(tmp_path, here):
    """Python 3.13 cannot import durable-rules: there both are recorded by the native engine alone."""
    with open_harbour(tmp_path / "log.db", cross_checked=True) as context:
        live_through(context)
        notes = replayed(context if here else with_second(context, None))
        is_installed = find_spec("durable") is not None
        assert bool(notes) is (is_installed and not here)
