"""The framework on the Mexican states says of UCDP's table what plain Python says of it, and judges by it."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from assessor.domain.known import EvidenceVersion, known_at
from assessor.engine.case import Case
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.engine.tally import SignalsLeaf
from assessor.engine.timeline import prepare_all, refold
from assessor.intake.read import read_evidence
from assessor.resources import resource_dir
from assessor.ruleset.evidential import Signals
from assessor.ruleset.load import load_ruleset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.domain.evidence import Item, Kind

FOLDER = resource_dir("rules") / "violence-mx"
MOMENT = datetime(2025, 1, 1, tzinfo=UTC)
YEARS = range(1991, 2024)
NAMES = {"ciudad-de-mexico": ("Ciudad de México", "Distrito Federal"), "estado-de-mexico": ("México state",)}


@dataclass(frozen=True)
class Row:
    """An event as the table has it."""

    state: str
    first: date
    last: date
    low: int
    high: int
    kind: str
    precision: str


@pytest.fixture(scope="module")
def rows():
    with gzip.open(FOLDER / "evidence" / "ucdp-ged-mexico.csv.gz", "rt", encoding="utf-8", newline="") as file:
        found = []
        for line in csv.DictReader(file):
            estimates = [int(float(line[name])) for name in ("low", "best", "high")]
            days = (date.fromisoformat(line["date_start"]), date.fromisoformat(line["date_end"]))
            kind, precision = line["type_of_violence"][0], line["date_prec"][0]
            found.append(Row(line["adm_1"], *days, min(estimates), max(estimates), kind, precision))
        return found


@pytest.fixture(scope="module")
def ruleset():
    loaded = load_ruleset(FOLDER)
    assert not [problem for problem in loaded.problems if problem.severity != "note"]
    return loaded.require()


@pytest.fixture(scope="module")
def versions():
    batch = read_evidence(FOLDER / "evidence" / "ucdp-ged-mexico.yaml")
    kinds: tuple[tuple[Kind, Sequence[Item]], ...] = (
        ("source", batch.sources),
        ("feed", batch.feeds),
        ("signal", batch.signals),
    )
    return [EvidenceVersion(kind, i.id, 1, i, f"sha256:{i.id}", MOMENT) for kind, items in kinds for i in items]


def of_cell(versions, cell):
    """Return what concerns a cell; no rule reads another cell's signals."""
    of = [v for v in versions if v.kind != "signal" or any(i.cell == cell for i in v.item.impacts)]
    return known_at(of, MOMENT)


def names_of(cell):
    return NAMES.get(cell.cell, (f"{cell.title} state",))


def leaf(ruleset, versions, cell, within="P1Y", **selector):
    condition = {"signals": selector, "within": within, "sum": {"of": "deaths", "is": {"at_least": 1}}}
    case = Case(ruleset.framework, ruleset.cell(cell), of_cell(versions, cell))
    return SignalsLeaf(Signals.model_validate(condition), case)


def test_every_row_is_a_signal_but_those_without_a_state(rows, versions):
    named = [row for row in rows if row.state]
    assert (len(rows), len(named)) == (18_957, 18_918)
    assert sum(version.kind == "signal" for version in versions) == len(named)
    aggregates = sum("aggregate" in v.item.impacts[0].tags for v in versions if v.kind == "signal")
    assert aggregates == sum(row.precision in "45" for row in named)


def test_deaths_and_events_of_each_state_and_year_are_those_of_the_table(rows, ruleset, versions):
    deaths: defaultdict[tuple[str, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    events: Counter[tuple[str, int]] = Counter()
    for row in rows:
        assert row.first.year == row.last.year
        key = (row.state, row.first.year)
        deaths[key] = (deaths[key][0] + row.low, deaths[key][1] + row.high)
        events[key] += 1
    assert len(ruleset.cells) == 32
    for cell in ruleset.cells:
        counted = leaf(ruleset, versions, cell.cell)
        for year in YEARS:
            tally = counted.tally(date(year, 12, 31))
            keys = [(name, year) for name in names_of(cell)]
            low, high = (sum(deaths[key][end] for key in keys) for end in (0, 1))
            assert (tally.sum.certain, tally.sum.possible) == (low, high), (cell.cell, year)
            assert (tally.count.certain, tally.count.possible) == (sum(events[key] for key in keys),) * 2


@pytest.mark.parametrize(("cell", "kind", "dimension"), [("guerrero", "3", "one-sided"), ("durango", "2", "non-state")])
def test_on_other_days_deaths_are_those_surely_and_possibly_inside(rows, ruleset, versions, cell, kind, dimension):
    (name,) = names_of(ruleset.cell(cell))
    counted = leaf(ruleset, versions, cell, "P90D", dimension=dimension)
    mine = [row for row in rows if row.state == name and row.kind == kind]
    for number in range(0, 33 * 365, 41):
        day = date(1991, 1, 1) + timedelta(days=number)
        start = day - timedelta(days=90)
        sure = sum(row.low for row in mine if row.first > start and row.last <= day)
        maybe = sum(row.high for row in mine if row.last > start and row.first <= day)
        tally = counted.tally(day)
        assert (tally.sum.certain, tally.sum.possible) == (sure, maybe), day


def ends_of_years(ruleset, versions, cell, until):
    """Return the state at the end of each year, and the states it could have been in."""
    prepared = prepare_all(ruleset, of_cell(versions, cell), (cell,), until)
    timeline = refold(ruleset, prepared, CrossChecked(NativeEngine()))
    days = {record.day: record for record in timeline.folds[cell].days}
    return {
        year: (days[date(year, 12, 31)].state, days[date(year, 12, 31)].could_be)
        for year in range(1991, until.year + 1)
        if date(year, 12, 31) in days
    }


def test_zacatecas_when_two_cartels_came_and_when_it_was_over(ruleset, versions):
    # 51 to 54 deaths in 2019, 1,137 in 2020; from 2021 to 2022 and to 2023 a quarter and more fewer each time
    states = ends_of_years(ruleset, versions, "zacatecas", date(2023, 12, 31))
    assert states[2020] == ("Deteriorated", {"Deteriorated"})
    assert states[2022] == ("Improved", {"Improved"})
    assert states[2023][0] == "Improved"


def test_chihuahua_until_juarez_was_over_the_worst(ruleset, versions):
    # 137 to 348 deaths in 2007, then 1,719 or more, 2,932 or more, 3,826 or more; 1,878 at most in 2011
    states = ends_of_years(ruleset, versions, "chihuahua", date(2012, 1, 31))
    assert [states[year] for year in (2008, 2009, 2010)] == [("Deteriorated", {"Deteriorated"})] * 3
    assert states[2011] == ("Improved", {"Improved"})


def test_nuevo_leon_when_the_gulf_cartel_and_the_zetas_fell_out_and_when_it_was_over(ruleset, versions):
    # 5 deaths in 2009, 435 or more in 2010, 749 or more in 2011; 919 to 1,020 in 2012, 609 at most in 2013
    states = ends_of_years(ruleset, versions, "nuevo-leon", date(2014, 1, 1))
    assert states[2010] == states[2011] == ("Deteriorated", {"Deteriorated"})
    assert states[2013] == ("Improved", {"Improved"})


def test_where_deaths_are_summed_up_by_the_year_the_state_is_open_within_it(ruleset, versions):
    judged = evaluate(
        ruleset, of_cell(versions, "puebla"), "puebla", date(2022, 6, 30), CrossChecked(NativeEngine())
    ).verdict
    assert judged.alternatives
    assert judged.confidence in {"low", "moderate"}
    assert any("may count or not" in unknown.reason for unknown in judged.unknowns)


def test_a_state_without_an_event_is_quiet_while_somebody_watches_and_nothing_after(ruleset, versions):
    engine = CrossChecked(NativeEngine())
    watched = evaluate(ruleset, of_cell(versions, "campeche"), "campeche", date(2023, 12, 31), engine).verdict
    assert (watched.trajectory, watched.trend, watched.alternatives) == ("Unchanged", "Steady", ())
    assert {dimension.status for dimension in watched.dimensions} == {"quiet"}
    after = evaluate(ruleset, of_cell(versions, "campeche"), "campeche", date(2024, 12, 31), engine).verdict
    assert (after.trajectory, after.standing) == (None, "insufficient")
    assert after.last_supported is not None
    assert (after.last_supported.state, after.last_supported.day) == ("Unchanged", date(2023, 12, 31))
