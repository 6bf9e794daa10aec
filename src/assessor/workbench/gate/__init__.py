"""What rules must pass before they judge, and what is recorded of it with their publication."""

from __future__ import annotations

from assessor.workbench.gate.features import features_of
from assessor.workbench.gate.gate import Gated, pass_gate
from assessor.workbench.gate.step import GateStep, StepResult, Subject

__all__ = ["GateStep", "Gated", "StepResult", "Subject", "features_of", "pass_gate"]
