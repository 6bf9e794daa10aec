"""Whatever is guessed, the transitions that come out in each of many worlds are those that a walk day by day takes."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessor.engine.columns import Calendar
from assessor.engine.histories.taken import NOTHING, Ways, settle
from assessor.engine.plan import Guard
from tests.property.examples import examples

FIRST, LENGTH, STATES = date(2024, 1, 1), 12, ("a", "b", "c")
OUTCOMES = st.lists(st.sampled_from([-1, -1, 0, 1]), min_size=LENGTH, max_size=LENGTH)
PATIENT = 2
"""So many days in a state are asked for by a guard that reads it."""


@st.composite
def guarded(draw):
    """Return the transitions out of each state, and which of their guards ask for days in it."""
    pairs = draw(st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)), max_size=6))
    leaving: dict[str, list[Guard]] = {}
    for node, (source, target) in enumerate(pairs):
        leaving.setdefault(source, []).append(Guard(f"r{node}", target, node))
    patient = draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs)))
    return leaving, [node for node, waits in enumerate(patient) if waits]


def walk(leaving, patient, columns):
    """Step through the days, and return what is taken: day, from where, where to, by which rule."""
    state, since, found = "a", -1, []
    for day in range(LENGTH):
        for guard in leaving.get(state, ()):
            if columns[guard.node][day] == 1 and (guard.node not in patient or day - since >= PATIENT):
                found.append((FIRST + timedelta(days=day), state, guard.target, guard.rule))
                state, since = guard.target, day
                break
    return found


@examples(100)
@given(guarded(), st.data())
def test_what_is_taken_in_many_worlds_is_what_a_walk_takes_in_each(guards, data):
    leaving, patient = guards
    nodes = sorted(guard.node for guards in leaving.values() for guard in guards)
    worlds = [{node: data.draw(OUTCOMES) for node in nodes} for _ in range(data.draw(st.integers(1, 4)))]
    framework = SimpleNamespace(trajectories=[SimpleNamespace(id=name) for name in STATES], initial="a")
    plan = SimpleNamespace(leaving=leaving)
    calendar = Calendar(FIRST, FIRST + timedelta(days=LENGTH - 1))
    ways = Ways(cast("Any", plan), calendar, cast("Any", framework))  # of both it reads nothing else

    def nodes_by(states):
        eve = np.arange(LENGTH) + FIRST.toordinal()
        long = eve - states.since[..., :-1] >= PATIENT
        columns = {node: np.array([world[node] for world in worlds], dtype=np.int8) for node in nodes}
        return {node: np.where(long | (node not in patient), column, -1) for node, column in columns.items()}

    guess = np.full(LENGTH, NOTHING)
    for day, number in data.draw(st.dictionaries(st.integers(0, LENGTH - 1), st.integers(0, 5))).items():
        guess[day] = number if number < len(nodes) else NOTHING
    taken, states, _ = settle(ways, guess, ways.states(guess), nodes_by)
    rows = np.broadcast_to(taken, (len(worlds), LENGTH))
    for world, row, which in zip(worlds, rows, np.broadcast_to(states.which, (len(worlds), LENGTH + 1)), strict=True):
        moves = [(move.day, move.source, move.target, move.rule) for move in ways.moves(row)]
        assert moves == walk(leaving, patient, world)
        assert [ways.names[place] for place in which][-1] == (moves[-1][2] if moves else "a")
