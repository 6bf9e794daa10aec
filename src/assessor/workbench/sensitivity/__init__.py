"""
What a verdict hangs on: each number of the rules turned, each tag and item of the evidence taken otherwise.

Everything is a change of one thing at a time, judged over the whole history of a cell; what two changes together would
do is not asked.
"""

from assessor.workbench.sensitivity.bench import Subject
from assessor.workbench.sensitivity.measure import Effect, Sensitivity, measure_sensitivity

__all__ = ["Effect", "Sensitivity", "Subject", "measure_sensitivity"]
