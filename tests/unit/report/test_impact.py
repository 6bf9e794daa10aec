"""What a draft would change, as it is printed: what is other about a rule is told once, however often it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assessor.cli.output import show_page
from assessor.report.impact import render_impact

OTHER = "threshold: at least 30 instead of at least 25"


@dataclass(frozen=True)
class Through:
    rule: str
    changed: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}: not met instead of met"


@dataclass(frozen=True)
class Moved:
    since: date
    until: date
    was: str = "Deteriorated"
    now: str = "Unchanged"
    why: tuple[Through, ...] = (Through("risen", (OTHER,)), Through("deteriorates"))

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


@dataclass(frozen=True)
class Cell:
    cell: str
    moved: tuple[Moved, ...]
    title: str = "A state"
    days: int = 4000
    assessments: tuple[()] = ()

    @property
    def days_moved(self) -> int:
        return sum(one.days for one in self.moved)


@dataclass(frozen=True)
class Found:
    cells: tuple[Cell, ...]
    effective_from: date = date(1991, 1, 1)
    until: date = date(2023, 12, 31)
    recorded: int = 0
    recorded_moved: int = 0
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        return sum(cell.days for cell in self.cells)

    @property
    def days_moved(self) -> int:
        return sum(cell.days_moved for cell in self.cells)


def stretches(number: int) -> tuple[Moved, ...]:
    return tuple(Moved(date(1991 + n, 1, 1), date(1991 + n, 2, n + 1)) for n in range(number))


def told(capsys, found: Found) -> list[str]:
    show_page(render_impact(found))
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_what_is_other_about_a_rule_is_told_once(capsys):
    lines = told(capsys, Found((Cell("colima", stretches(5)), Cell("puebla", stretches(5)))))
    assert [line for line in lines if OTHER in line] == [f"   risen  {OTHER}"]
    through = "through risen: not met instead of met; deteriorates: not met instead of met"
    assert " ".join(" ".join(lines).split()).count(through) == 10


def test_of_many_cells_less_is_told_of_each_and_of_the_most_moved_first(capsys):
    few = told(capsys, Found(tuple(Cell(f"c{n}", stretches(5)) for n in range(4))))
    assert sum("instead of Deteriorated" in line for line in few) == 20
    many = told(capsys, Found(tuple(Cell(f"c{n}", stretches(4 + n)) for n in range(6))))
    assert sum("instead of Deteriorated" in line for line in many) == 18
    heads = [line.split(",")[0] for line in many if line.startswith("cell ")]
    assert heads == [f"cell c{n}" for n in reversed(range(6))]
    assert sum("more stretches; --json has them" in line for line in many) == 6
