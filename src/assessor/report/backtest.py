"""
A backtest as a page: each cell's verdicts in short, and how far they agree with a reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from assessor.engine.backtest import INSUFFICIENT
from assessor.report.safe import shown
from assessor.report.section import render_records, render_section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from rich.console import RenderableType

    from assessor.engine.backtest import Agreement, Summary

_MOST_LAGS = 40


def render_backtest(summaries: Mapping[str, Summary], states: Sequence[str]) -> RenderableType:
    """
    Return a line a cell: for how many days it was in each state, changes, returns, and how long what is said had stood.

    Args:
        states: In the framework's order.
    """
    numbers = ("changes", "returns", "shortest", "mean age", "oldest")
    silent = [cell for cell, one in summaries.items() if set(one.days_in) == {INSUFFICIENT}]
    records = [
        (
            cell,
            ", ".join(f"{state} {one.days_in[state]}" for state in states if state in one.days_in),
            str(one.changes),
            str(one.returns),
            "-" if one.shortest is None else str(one.shortest),
            f"{one.mean_age / 100:.1f}",
            str(one.oldest),
        )
        for cell, one in summaries.items()
        if cell not in silent
    ]
    table = render_records(("cell", "days in each state", *numbers), records, right=numbers, whole=("cell",))
    never = shown(f"insufficient throughout: cell{'s' if len(silent) > 1 else ''} {', '.join(silent)}")
    return Group(*([table] if records else []), *([never] if silent else []))


def render_agreement(found: Agreement, states: Sequence[str]) -> RenderableType:
    """Return the confusion table, kappa, and when changes of the reference were followed."""
    mentioned = [state for state in states if any(state in pair for pair in found.confusion)]
    table = render_records(
        ("reference", *mentioned),
        [(one, *(str(found.confusion.get((one, other), 0)) for other in mentioned)) for one in mentioned],
        right=mentioned,
    )
    median = tell_fraction(found.median_lag, 1)
    followed = sum(lag.days is not None for lag in found.lags)
    rows = [
        ("agreed", f"{found.agreed} of {found.compared}"),
        ("kappa", tell_fraction(found.kappa, 4) or "none: one verdict alone was given"),
        (
            "changes",
            f"{followed} of {len(found.lags)} followed{f', {median} days later at the median' if median else ''}",
        ),
        ("unasked", f"{found.unasked} changes that the reference does not have"),
    ]
    lags = [
        (lag.cell, str(lag.day), lag.state, "not followed" if lag.days is None else f"{lag.days:+d}")
        for lag in found.lags[:_MOST_LAGS]
    ]
    lag_table = render_records(("cell", "reference changed", "to", "days later"), lags, right=("days later",))
    return Group(render_section("Agreement with the reference", rows), table, *([lag_table] if lags else []))


def tell_fraction(value: Fraction | None, digits: int) -> str:
    """Return a fraction as a decimal of so many digits, half to even; nothing where there is none."""
    if value is None:
        return ""
    scaled = round(value * 10**digits)
    sign, whole = "-" if scaled < 0 else "", str(abs(scaled)).rjust(digits + 1, "0")
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}"
