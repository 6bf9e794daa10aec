"""An inference engine that answers wrongly, for what happens when two engines disagree."""

from __future__ import annotations

from assessor.engine.inference import NativeEngine


class LyingEngine(NativeEngine):
    """An engine that answers the first node of each step otherwise."""

    name = "liar"

    def infer(self, program, batch):
        return [(1 if outcomes[0] < 1 else -1, *outcomes[1:]) for outcomes in super().infer(program, batch)]
