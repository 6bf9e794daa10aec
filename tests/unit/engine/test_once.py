"""An answer is kept as long as what it is about, and no longer."""

from __future__ import annotations

import gc
import weakref

from assessor.engine.once import Later, once


class Thing:
    pass


def test_the_same_is_asked_once_and_another_thing_or_question_again():
    asked = []

    @once
    def answer(thing, number, doubled):
        asked.append((thing, number, doubled))
        return number * 2 if doubled else number

    one, other = Thing(), Thing()
    questions = [(one, 1, False), (one, 1, False), (one, 2, False), (one, 1, True), (other, 1, False)]
    assert [answer(*question) for question in questions] == [1, 1, 2, 2, 1]
    assert len(asked) == 4


def test_nothing_is_kept_of_what_is_gone():
    gone = []

    class Answer:
        def __del__(self):
            gone.append(True)

    @once
    def answer(_thing):
        return Answer()

    thing = Thing()
    answer(thing)
    gc.collect()
    assert not gone
    del thing
    gc.collect()
    assert gone


def test_what_is_for_later_is_found_when_asked_for_once_and_what_finds_it_is_let_go_then():
    thing, asked = Thing(), []
    gone = weakref.ref(thing)

    def find(held=thing):
        return asked.append(held)  # nothing is an answer as well

    later = Later(find)
    del find, thing
    gc.collect()
    assert gone() is not None
    assert not asked
    assert [later.get(), later.get()] == [None, None]
    assert len(asked) == 1
    asked.clear()
    gc.collect()
    assert gone() is None
