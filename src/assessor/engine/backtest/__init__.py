"""
Verdicts over a period, taken at regular days: what they amount to, and how far they agree with others.

Pure functions of series; where the verdicts come from is not known here.
"""

from assessor.engine.backtest.agreement import Agreement, Lag, compare_with
from assessor.engine.backtest.schedule import days_of
from assessor.engine.backtest.summary import INSUFFICIENT, Said, Summary, summarise

__all__ = ["INSUFFICIENT", "Agreement", "Lag", "Said", "Summary", "compare_with", "days_of", "summarise"]
