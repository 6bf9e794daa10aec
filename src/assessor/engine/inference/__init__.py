"""
Inference: from outcomes of conditions to outcomes of everything that is built on them.

Two engines behind one port, the native fixpoint and durable-rules, and the check that
they agree. Conditions are evaluated before, verdicts are read off after.
"""

from assessor.engine.inference.builder import ProgramBuilder
from assessor.engine.inference.crosscheck import CrossChecked, EngineReport, StepDisagreementError, StepMemo
from assessor.engine.inference.durable import DurableEngine
from assessor.engine.inference.native import NativeEngine
from assessor.engine.inference.port import ContradictionError, InferenceEngine
from assessor.engine.inference.program import Clause, Program, Stratum, Threshold

__all__ = [
    "Clause",
    "ContradictionError",
    "CrossChecked",
    "DurableEngine",
    "EngineReport",
    "InferenceEngine",
    "NativeEngine",
    "Program",
    "ProgramBuilder",
    "StepDisagreementError",
    "StepMemo",
    "Stratum",
    "Threshold",
]
