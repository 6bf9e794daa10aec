"""
Formulas and numbers of the solver, and outcomes as pairs of formulas.

The one place that knows the library. Formulas without a choice in them are made
simple at once, so that what a question does not turn on costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from assessor.errors import ConfigurationError

try:
    import z3 as z3  # noqa: PLC0414 - `search` has it from here
except ImportError as error:
    raise ConfigurationError("the analysis of rules needs z3-solver: install `assessor[solver]`") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from assessor.ruleset.bounds import CountBound, ValueBound

Formula: TypeAlias = Any
"""Something that is so or not, as the evidence may be."""

Number: TypeAlias = Any
"""A whole number: a term of the solver, or a plain one."""

Model: TypeAlias = Any
"""What the solver found: a value for every formula and number."""

TRUE: Formula = z3.BoolVal(True)  # noqa: FBT003 - the library's signature
FALSE: Formula = z3.BoolVal(False)  # noqa: FBT003 - as above


_TRUE, _FALSE = TRUE.ast.value, FALSE.ast.value
"""Where the library keeps each of the two, once."""


def _is_true(formula: Formula) -> bool:
    """Return whether a formula is written as true; asked very often, so not by way of the library's own check."""
    return bool(formula.ast.value == _TRUE)


def _is_false(formula: Formula) -> bool:
    return bool(formula.ast.value == _FALSE)


def choice(name: str) -> Formula:
    """Return something that may be so or not."""
    return z3.Bool(name)


def number(name: str) -> Number:
    """Return a whole number that may be any."""
    return z3.Int(name)


def when(formula: Formula, then: Number, otherwise: Number = 0) -> Number:
    """Return one number where a formula holds, else another."""
    if _is_true(formula):
        return then
    if _is_false(formula):
        return otherwise
    return z3.If(formula, then, otherwise)


def looked_up(number: Number, table: Sequence[tuple[int, int]]) -> Number:
    """Return what stands in a table beside the last of its ascending keys that a number reaches; at least the first."""
    if len(table) == 1:
        return table[0][1]
    middle = len(table) // 2
    return when(number >= table[middle][0], looked_up(number, table[middle:]), looked_up(number, table[:middle]))


def total(numbers: Iterable[Number]) -> Number:
    """Return the sum; of nothing, 0."""
    terms = [n for n in numbers if not (isinstance(n, int) and n == 0)]
    return z3.Sum(terms) if terms else 0


def same(one: Number, other: Number) -> Formula:
    """Return that two numbers are equal."""
    return plain(one == other)


def plain(formula: Formula | bool) -> Formula:  # noqa: FBT001 - what comparing two plain numbers gives
    """Return a formula, also of what was known without the solver."""
    return (TRUE if formula else FALSE) if isinstance(formula, bool) else formula


def both(*formulas: Formula) -> Formula:
    """Return that all of some formulas hold; of none, that is so."""
    parts = [f for f in formulas if not _is_true(f)]
    if any(_is_false(f) for f in parts):
        return FALSE
    return parts[0] if len(parts) == 1 else _joined(z3.Z3_mk_and, parts) if parts else TRUE


def either(*formulas: Formula) -> Formula:
    """Return that one of some formulas holds at least; of none, that is not so."""
    parts = [f for f in formulas if not _is_false(f)]
    if any(_is_true(f) for f in parts):
        return TRUE
    return parts[0] if len(parts) == 1 else _joined(z3.Z3_mk_or, parts) if parts else FALSE


def _joined(make: Callable[..., Any], parts: list[Formula]) -> Formula:
    """Return what the library makes of formulas; they are of one context and one sort, so that it need not look."""
    context = z3.main_ctx()
    return z3.BoolRef(make(context.ref(), len(parts), (z3.Ast * len(parts))(*(part.ast for part in parts))), context)


def opposite(formula: Formula) -> Formula:
    """Return that a formula does not hold."""
    if _is_true(formula):
        return FALSE
    return TRUE if _is_false(formula) else z3.Not(formula)


def differs(one: Formula, other: Formula) -> Formula:
    """Return that of two formulas one holds and the other does not."""
    return FALSE if one is other or z3.eq(one, other) else z3.Xor(one, other)


@dataclass(frozen=True, eq=False)
class Outcome:
    """
    What becomes of a condition: met, not met, or unknown.

    Attributes:
        met: That it is met.
        possible: That it is met or unknown.
    """

    met: Formula
    possible: Formula

    @property
    def unknown(self) -> Formula:
        """That it is unknown."""
        return both(self.possible, opposite(self.met))

    @property
    def is_known(self) -> bool:
        """Whether it is written so that it can never be unknown."""
        return bool(self.met.get_id() == self.possible.get_id())

    @property
    def key(self) -> tuple[int, int]:
        """What it has in common with every other that is written alike."""
        return self.met.get_id(), self.possible.get_id()

    @property
    def not_met(self) -> Formula:
        """That it is not met."""
        return opposite(self.possible)


MET = Outcome(TRUE, TRUE)
NOT_MET = Outcome(FALSE, FALSE)
UNKNOWN = Outcome(FALSE, TRUE)


def known(formula: Formula) -> Outcome:
    """Return the outcome of what is never unknown."""
    return Outcome(formula, formula)


def known_if(sure: Formula, formula: Formula) -> Outcome:
    """Return the outcome of what is unknown unless something is sure."""
    return Outcome(both(sure, formula), either(opposite(sure), formula))


def negate(outcome: Outcome) -> Outcome:
    """See `assessor.domain.kleene`; as the next two."""
    return Outcome(opposite(outcome.possible), opposite(outcome.met))


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the conjunction; of nothing, met."""
    parts = tuple(outcomes)
    return Outcome(both(*(o.met for o in parts)), both(*(o.possible for o in parts)))


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the disjunction; of nothing, not met."""
    parts = tuple(outcomes)
    return Outcome(either(*(o.met for o in parts)), either(*(o.possible for o in parts)))


def weighed(parts: Iterable[tuple[Outcome, int]], at_least: int) -> Outcome:
    """Return whether the weights of what is met reach a number, as far as is known."""
    weights = tuple(parts)
    low = total(when(o.met if w > 0 else o.possible, w) for o, w in weights)
    high = total(when(o.possible if w > 0 else o.met, w) for o, w in weights)
    return Outcome(plain(low >= at_least), plain(high >= at_least))


def counted(bound: CountBound, low: Number, high: Number | None, limited: Formula = TRUE) -> Outcome:
    """
    Return whether a count keeps a bound.

    Args:
        high: Where `limited` holds, the most that there can be; elsewhere, or with None, nothing limits it.
    """

    def reaches(asked: int) -> Outcome:
        sure = plain(low >= asked)
        open_ended = TRUE if high is None else either(opposite(limited), plain(high >= asked))
        return Outcome(sure, either(sure, open_ended))

    lower = MET if bound.at_least is None else reaches(bound.at_least)
    upper = MET if bound.at_most is None else negate(reaches(bound.at_most + 1))
    return all_of((lower, upper))


def keeps(bound: ValueBound, value: Number, of: Number) -> Formula:
    """
    Return whether `value / of` keeps every stated threshold.

    Args:
        of: What it is divided by; more than zero wherever the answer matters.
    """
    stated: tuple[tuple[Decimal | None, Callable[[Number, Number], Formula | bool]], ...] = (
        (bound.at_least, ge),
        (bound.at_most, le),
        (bound.above, gt),
        (bound.below, lt),
    )
    parts: list[Formula] = []
    for asked, compare in stated:
        if asked is not None:
            above, below = asked.as_integer_ratio()
            parts.append(plain(compare(value * below, of * above)))
    return both(*parts)


def new_solver() -> Any:  # noqa: ANN401 - the library has no types
    """Return a solver that knows nothing yet, and does the same each time."""
    solver = z3.Solver()
    solver.set("random_seed", 0)
    return solver


def check(solver: Any, steps: int, seconds: float | None, *assumed: Formula) -> Literal["found", "never", "open"]:  # noqa: ANN401 - as above
    """
    Return whether all that a solver was told can hold together.

    Args:
        steps: How many it takes at most before it leaves that open.
        seconds: How many are left for it, where somebody waits.
        assumed: What is to hold this once besides.
    """
    if seconds == 0:
        return "open"
    solver.set("rlimit", steps)
    if seconds is not None:
        solver.set("timeout", max(int(seconds * 1000), 1))
    answer = solver.check(*assumed)
    if answer == z3.unknown:
        return "open"
    return "found" if answer == z3.sat else "never"


def is_never(solver: Any, steps: int, assumed: Formula) -> bool:  # noqa: ANN401 - as above
    """
    Return whether all that a solver was told surely cannot hold together with something, asked by itself.

    How far a solver comes with its steps depends on what was asked in the same process before; here nothing was.

    Args:
        steps: How many it takes at most.
    """
    alone = z3.Context()
    twin = solver.translate(alone)
    twin.set("random_seed", 0)
    twin.set("rlimit", steps)
    return bool(twin.check(assumed.translate(alone)) == z3.unsat)


def value_of(model: Model, number: Number) -> int:
    """Return what a number is in what was found."""
    return number if isinstance(number, int) else int(model.eval(number, model_completion=True).as_long())


def is_so(model: Model, formula: Formula) -> bool:
    """Return whether a formula holds in what was found."""
    return bool(z3.is_true(model.eval(formula, model_completion=True)))
