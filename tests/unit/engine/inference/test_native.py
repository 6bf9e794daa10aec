"""The native engine prepares a program once and keeps nothing of an item for the next."""

from __future__ import annotations

from assessor.engine.inference import NativeEngine, ProgramBuilder
from assessor.engine.inference.native import _prepare


def test_a_program_is_prepared_once():
    builder = ProgramBuilder()
    node = builder.all_of([builder.input() for _ in range(7)])
    engine = NativeEngine()
    before = _prepare.cache_info()
    for outcome in (1, 0, -1, 1):
        assert engine.infer(builder.build(), [[outcome] * 7])[0][node] == outcome
    after = _prepare.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 3)
