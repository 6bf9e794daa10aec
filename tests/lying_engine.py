"""An inference engine that answers wrongly, for what happens when two engines disagree."""

from __future__ import annotations

from assessor.engine.inference import NativeEngine


class LyingEngine(NativeEngine):
    """An engine that answers the first node of each step otherwise, where there is one."""

    name = "liar"

    def infer(self, program, batch):
        return [(-found[0] or 1, *found[1:]) if found else found for found in super().infer(program, batch)]
