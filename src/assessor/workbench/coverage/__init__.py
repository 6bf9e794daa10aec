"""
What features have tried of rules, and what of that an expectation looked at.

*Come to*: in some scenario, on some day of a timeline, it was so. *Asserted*: on a day, and along a way, that an
expectation looked at; `assessor.workbench.coverage.looks` says where each begins, `looking` which way it goes.
"""

from assessor.workbench.coverage.covered import KINDS, Coverage, Covered, Number
from assessor.workbench.coverage.measure import Tried, measure_coverage

__all__ = ["KINDS", "Coverage", "Covered", "Number", "Tried", "measure_coverage"]
