"""A table of somebody else's, by its sheet: each row a signal, each row that is none told or left out as declared."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from assessor.domain.evidence import Estimate
from assessor.errors import EvidenceInvalidError
from assessor.intake import signal_rows
from assessor.intake.read import read_evidence

if TYPE_CHECKING:
    from pathlib import Path

SHEET = """
batch: strikes
provenance: A table made up for this test.
sources: [{id: book, title: The book, tier: 5, published: 2024-06-30}]
table:
  leave_out: [{column: quay, is: "", rows: 1, because: It names no quay.}]
  id: "s-{no}"
  event: "e-{no}"
  title: "{who}: {what}"
  date: {first: from, last: to}
  sources: book
  amounts: {injured: [least, best, most]}
  impact:
    cell: {column: quay, words: {North quay: north, Old north quay: north, South quay: south}}
    direction: harm
    dimensions: {column: kind, words: {"1": quays, "2": channel}}
    severity: {column: least, steps: [{at_least: 0, is: minor}, {at_least: 4, is: major}]}
    stage: incident
    tags:
      - {column: kind, words: {"1": strike}, otherwise: ""}
    why: by kind
"""
HEADER = "no,who,what,from,to,least,best,most,quay,kind\n"
ROW = '{no},Crews,"stop\n  work",{first},{last},{least},{best},{most},{quay},{kind}\n'
LEFT_OUT = "99,Crews,rest,2010-01-01,2010-01-01,0,0,0,,1\n"


def row(
    no="7.0", first="2010-03-15", last="2010-03-15", least="3.0", best="4.0", most="5.0", quay="North quay", kind="1.0"
):
    return ROW.format(**locals())


def read(folder: Path, *rows, sheet=SHEET, header=HEADER, left_out=LEFT_OUT):
    (folder / "strikes.yaml").write_text(sheet, encoding="utf-8")
    (folder / "strikes.csv").write_text(header + "".join(rows) + left_out, encoding="utf-8")
    return read_evidence(folder / "strikes.yaml")


def told(folder: Path, *rows, **fields):
    with pytest.raises(EvidenceInvalidError) as refused:
        read(folder, *rows, **fields)
    return [line.replace(f"{folder}/", "") for line in str(refused.value).splitlines()[1:]]


def test_each_row_is_a_signal_in_the_words_of_the_sheet(tmp_path):
    (signal,) = read(tmp_path, row()).signals
    assert (signal.id, signal.event, signal.title) == ("s-7", "e-7", "Crews: stop work")
    assert (signal.sources, signal.amounts) == (("book",), {"injured": Estimate(low=3, high=5)})
    (impact,) = signal.impacts
    assert (impact.cell, impact.direction, impact.dimensions) == ("north", "harm", ("quays",))
    assert (impact.severity, impact.stage, impact.tags, impact.why) == ("minor", "incident", ("strike",), "by kind")
    assert impact.aspect == "unstated"


def test_the_table_is_found_by_its_sheet_and_the_sheet_by_its_table_compressed_or_not(tmp_path):
    plain = read(tmp_path, row())
    assert read_evidence(tmp_path / "strikes.csv") == plain
    data = (tmp_path / "strikes.csv").read_bytes()
    (tmp_path / "strikes.csv").unlink()
    (tmp_path / "strikes.csv.gz").write_bytes(gzip.compress(data))
    assert read_evidence(tmp_path / "strikes.csv.gz") == plain
    assert read_evidence(tmp_path / "strikes.yaml") == plain


def test_the_least_and_the_greatest_of_the_columns_are_the_estimate_whatever_they_are_called(tmp_path):
    (signal,) = read(tmp_path, row(least="6", best="6", most="5")).signals
    assert signal.amounts["injured"] == Estimate(low=5, high=6)


@pytest.mark.parametrize(
    ("first", "last", "date"),
    [
        ("2010-03-15", "2010-03-15", "2010-03-15"),
        ("2010-03-15", "2010-03-18", "[2010-03-15..2010-03-18]"),
        ("2010-03-01", "2010-03-31", "2010-03"),
        ("2012-02-01", "2012-02-28", "[2012-02-01..2012-02-28]"),
        ("2012-02-01", "2012-02-29", "2012-02"),
        ("2010-01-01", "2010-12-31", "2010"),
        ("2010-01-01", "2010-06-30", "[2010-01-01..2010-06-30]"),
        ("2010-01-01", "2011-12-31", "[2010-01-01..2011-12-31]"),
    ],
)
def test_a_span_is_one_unknown_day_of_it(tmp_path, first, last, date):
    (signal,) = read(tmp_path, row(first=first, last=last)).signals
    assert str(signal.date) == date
    assert not signal.date.is_interval
    assert (str(signal.date.span.lo), str(signal.date.span.hi)) == (first, last)


@pytest.mark.parametrize(("least", "severity"), [("0", "minor"), ("3", "minor"), ("4", "major"), ("400", "major")])
def test_a_number_stands_for_the_last_step_that_it_reaches(tmp_path, least, severity):
    (signal,) = read(tmp_path, row(least=least, best="500", most="500")).signals
    assert signal.impacts[0].severity == severity


def test_a_value_that_is_not_listed_stands_for_nothing_where_the_sheet_says_so(tmp_path):
    (signal,) = read(tmp_path, row(kind="2")).signals
    assert (signal.impacts[0].dimensions, signal.impacts[0].tags) == (("channel",), ())


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"quay": "Nort quay"}, "9: `quay`: `Nort quay` is none of the words of the sheet, did you mean `North quay`?"),
        ({"kind": "3"}, "10: `kind`: `3` is none of the words of the sheet"),
        ({"least": "3.5"}, "6: `least`: `3.5` is no whole number from 0 on"),
        ({"least": "-1"}, "6: `least`: `-1` is no whole number from 0 on"),
        ({"most": ""}, "8: `most`: `` is no whole number from 0 on"),
        ({"first": "2010-02-30"}, "4: `from`: `2010-02-30` is no day such as 2010-03-15"),
        ({"last": "2010-03-14"}, "5: `to`: 2010-03-14 is before 2010-03-15, the first day"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_at_its_line_and_column(tmp_path, fields, problem):
    assert told(tmp_path, row(), row(no="8", **fields)) == [f"strikes.csv:5:{problem}"]


def test_rows_left_out_are_those_that_the_sheet_counts(tmp_path):
    assert read(tmp_path, row()).table.leave_out[0].rows == 1
    assert told(tmp_path, row(), row(quay="")) == [
        "strikes.csv:1:1: `quay` is `` in 2 rows, and the sheet leaves out 1"
    ]
    assert told(tmp_path, row(), left_out="") == ["strikes.csv:1:1: `quay` is `` in 0 rows, and the sheet leaves out 1"]


def test_a_column_that_is_missing_is_told_once(tmp_path):
    (problem,) = told(tmp_path, header=HEADER.replace("quay", "pier"), left_out="")
    assert problem.startswith("strikes.csv:1:1: column `quay`, which the sheet names, is missing")


def test_bad_rows_and_bad_csv_are_told(tmp_path):
    assert told(tmp_path, "1,2\n") == ["strikes.csv:2:1: has 2 fields where the header has 10"]
    assert "not CSV" in told(tmp_path, row(), 'x"y",\n', '"open', left_out="")[0]
    assert len(told(tmp_path, *(row(kind="x") for _ in range(300)))) == 100


def test_ascending_steps_are_asked_for(tmp_path):
    (problem,) = told(tmp_path, row(), sheet=SHEET.replace("at_least: 4", "at_least: 0"))
    assert "steps ascend: each is more than the one before" in problem


def test_a_table_without_its_file_and_two_files_for_one_sheet_are_told(tmp_path):
    (tmp_path / "strikes.yaml").write_text(SHEET, encoding="utf-8")
    with pytest.raises(EvidenceInvalidError, match=r"`table` is of strikes.csv, or that with .gz"):
        read_evidence(tmp_path / "strikes.yaml")
    read(tmp_path, row())
    (tmp_path / "strikes.csv.gz").write_bytes(gzip.compress(b""))
    with pytest.raises(EvidenceInvalidError, match=r"strikes.csv and strikes.csv.gz both lie beside it"):
        read_evidence(tmp_path / "strikes.yaml")


def test_no_more_is_unpacked_than_a_table_may_have(tmp_path, monkeypatch):
    (tmp_path / "strikes.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "strikes.csv.gz").write_bytes(gzip.compress(b"x" * 50_000))
    monkeypatch.setattr(signal_rows, "MOST_BYTES", 40_000)
    with pytest.raises(EvidenceInvalidError, match=r"csv.gz:1:1: more than 40,000 bytes; split the table"):
        read_evidence(tmp_path / "strikes.yaml")
    for broken in (b"no gzip", gzip.compress(b"x" * 50_000)[:30]):
        (tmp_path / "strikes.csv.gz").write_bytes(broken)
        with pytest.raises(EvidenceInvalidError, match="cannot be unpacked"):
            read_evidence(tmp_path / "strikes.yaml")


def test_json_lines_have_no_table(tmp_path):
    lines = '{"batch": "b", "provenance": "made up for a test", "table": {}}\n'
    (tmp_path / "b.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(EvidenceInvalidError, match="`table` belongs to the sheet of a table, in YAML"):
        read_evidence(tmp_path / "b.jsonl")
