"""A hostile file of evidence costs an error message: bounded time and memory, no trace, nothing recorded."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.ruleset.load import load_ruleset
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS: Final = 10  # of the processor, for each; they take one or two at most
PATIENCE: Final = 300  # for all of them together; a slow machine is no failure
MOST_MEMORY: Final = 1_000_000_000
HEAD: Final = {"batch": "b", "provenance": "made up for a test"}
HEAD_LINE: Final = f"{json.dumps(HEAD)}\n"
SHEET: Final = json.dumps(HEAD | {"sources": [{"id": "s", "title": "Report", "tier": 2, "published": "2026-03-02"}]})
COLUMNS: Final = "indicator,period,value,unit,source\n"


def fifty_megabytes_of_yaml(folder: Path) -> Path:
    return sparse(folder / "large.yaml")


def fifty_megabytes_of_json_lines(folder: Path) -> Path:
    return sparse(folder / "large.jsonl")


def fifty_megabytes_of_csv(folder: Path) -> Path:
    (folder / "large.yaml").write_text(SHEET, encoding="utf-8")
    return sparse(folder / "large.csv")


def sparse(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(50_000_000)
    return path


def text(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def aliases_that_explode(folder: Path) -> Path:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    return text(folder / "bad.yaml", "\n".join(lines))


def as_many_values_as_a_yaml_file_may_have(folder: Path) -> Path:
    signals = "".join(f"- {{id: g{n}, title: t, date: 2026-03-01, sources: q}}\n" for n in range(25_000))
    return text(folder / "bad.yaml", f"batch: b\nprovenance: made up for a test\nsignals:\n{signals}")


def a_signal_of_very_many_sources(folder: Path) -> Path:
    sources = ", ".join(f"s{n % 30_000}" for n in range(60_000))
    signal = f"{{id: g, title: t, date: 2026-03-01, sources: [{sources}]}}"
    return text(folder / "bad.yaml", f"batch: b\nprovenance: made up for a test\nsignals: [{signal}]\n")


def a_line_of_very_many_keys_each_twice(folder: Path) -> Path:
    keys = ", ".join(f'"k{n % 40_000}": 1' for n in range(80_000))
    return text(folder / "bad.jsonl", f'{HEAD_LINE}{{"signal": {{{keys}}}}}\n')


def a_line_of_brackets(folder: Path) -> Path:
    return text(folder / "bad.jsonl", f"{HEAD_LINE}{'[' * 900_000}\n")


def a_number_that_would_fill_memory_when_written_out(folder: Path) -> Path:
    return text(folder / "bad.jsonl", f'{HEAD_LINE}{{"reading": {{"value": 1e999999999}}}}\n')


def a_number_of_very_many_digits(folder: Path) -> Path:
    return text(folder / "bad.jsonl", f'{HEAD_LINE}{{"reading": {{"value": {"9" * 900_000}}}}}\n')


def very_many_bad_lines(folder: Path) -> Path:
    return text(folder / "bad.jsonl", HEAD_LINE + "{\n" * 4_000_000)


def a_line_without_end(folder: Path) -> Path:
    return text(folder / "bad.jsonl", HEAD_LINE + "x" * 9_000_000)


def a_table_of_very_many_bad_rows(folder: Path) -> Path:
    text(folder / "bad.yaml", SHEET)
    return text(folder / "bad.csv", COLUMNS + "x\n" * 4_000_000)


def a_table_of_very_many_readings_that_do_not_fit(folder: Path) -> Path:
    text(folder / "bad.yaml", SHEET)
    row = "swb-encounters,{}-{:02}-{:02},9,encounters,s\n"
    rows = (row.format(1900 + n % 200, n // 200 % 12 + 1, n // 2400 % 28 + 1) for n in range(60_000))
    return text(folder / "bad.csv", COLUMNS + "".join(rows))


def a_field_without_end(folder: Path) -> Path:
    text(folder / "bad.yaml", SHEET)
    return text(folder / "bad.csv", f'{COLUMNS}"' + "x" * 9_000_000)


def a_column_name_without_end(folder: Path) -> Path:
    text(folder / "bad.yaml", SHEET)
    return text(folder / "bad.csv", f"{'x' * 100_000},{COLUMNS}")


HOSTILE: Final[list[Callable[[Path], Path]]] = [
    fifty_megabytes_of_yaml,
    fifty_megabytes_of_json_lines,
    fifty_megabytes_of_csv,
    aliases_that_explode,
    as_many_values_as_a_yaml_file_may_have,
    a_signal_of_very_many_sources,
    a_line_of_very_many_keys_each_twice,
    a_line_of_brackets,
    a_number_that_would_fill_memory_when_written_out,
    a_number_of_very_many_digits,
    very_many_bad_lines,
    a_line_without_end,
    a_table_of_very_many_bad_rows,
    a_table_of_very_many_readings_that_do_not_fit,
    a_field_without_end,
    a_column_name_without_end,
]
IMPORT_EACH: Final = f"""
import contextlib, io, json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
from assessor.cli import main
for path in sys.argv[1:]:
    sys.argv = ["assessor", "import", path, "--json"]
    out, err, begun = io.StringIO(), io.StringIO(), time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    name, seconds = path.split("/")[0], time.process_time() - begun
    print(json.dumps([name, code, out.getvalue(), err.getvalue(), seconds]), flush=True)
"""


class Imported(NamedTuple):
    """How importing one hostile file ended."""

    code: int
    out: str
    err: str
    seconds: float


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Imported]:
    """Return how importing each file ended; all in one process, as loading the program takes longer than most."""
    folder = tmp_path_factory.mktemp("hostile")
    ruleset = load_ruleset(shipped_framework()).require()
    with open_assessor(str(folder / "assessor.db"), "tester") as assessor:
        initialise(assessor, "assessor.example/test")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
    before = (folder / "assessor.db").read_bytes()
    paths = []
    for make_hostile in HOSTILE:
        inside = folder / make_hostile.__name__
        inside.mkdir()
        paths.append(make_hostile(inside).relative_to(folder))
    command = [sys.executable, "-c", IMPORT_EACH, *map(str, paths)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE, cwd=folder)
    assert ran.returncode == 0, ran.stdout[-1000:] + ran.stderr
    assert (folder / "assessor.db").read_bytes() == before
    return {name: Imported(*ended) for name, *ended in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.parametrize("name", [make_hostile.__name__ for make_hostile in HOSTILE])
def test_a_hostile_file_costs_an_error_message(imported: dict[str, Imported], name: str) -> None:
    code, out, err, seconds = imported[name]
    assert code == 1, out
    error = json.loads(out)["error"]
    assert error["code"] == "evidence-invalid"
    assert err == f"error: {error['message']}\n"
    assert "Traceback" not in err
    assert len(out) < 100_000
    assert len(error["message"].splitlines()) <= 102
    assert f"{name}/" in error["message"]
    assert seconds < SECONDS


@pytest.mark.parametrize(
    "name", [make_hostile.__name__ for make_hostile in HOSTILE if "fifty" in make_hostile.__name__]
)
def test_fifty_megabytes_are_refused_by_their_size(imported: dict[str, Imported], name: str) -> None:
    assert "split the" in imported[name].out
    assert imported[name].seconds < 1
