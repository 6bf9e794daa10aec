"""Bad evidence through the command line: where, what, what to do; exit code 1; not a byte changed."""

from __future__ import annotations

import json

import pytest

SOURCE = {"id": "s", "title": "Report", "tier": 2, "published": "2026-03-02"}
SIGNAL = {"id": "g", "title": "Something happened", "date": "2026-03-01", "sources": ["s"]}
READING = {"indicator": "swb-encounters", "period": "2026-01", "value": "9", "unit": "encounters", "source": "s"}
HEAD = {"batch": "b", "provenance": "made up for a test"}


def without(item, key):
    return {name: value for name, value in item.items() if name != key}


def impact(**stated):
    return SIGNAL | {"impacts": [{"cell": "11", **stated}]}


BAD_SIGNALS = {
    "unknown cell": (impact(cell="99"), "unknown cell `99`; cells are declared in cells/"),
    "unknown direction": (impact(direction="advancin"), "unknown direction `advancin`, did you mean `advancing`?"),
    "unknown aspect": (impact(aspect="x"), "unknown aspect `x`; aspects are declared in codebook.yaml"),
    "unknown dimension": (impact(dimensions=["x"]), "unknown dimension `x`; dimensions are declared by cell `11`"),
    "unknown stage": (impact(stage="x"), "unknown stage `x`; stages are declared in codebook.yaml"),
    "unknown severity": (impact(severity="x"), "unknown severity `x`; severities are declared in codebook.yaml"),
    "unknown tag": (impact(tags=["x"]), "unknown tag `x`; tags are declared in codebook.yaml"),
    "unknown source": (SIGNAL | {"sources": ["q"]}, "source `q` is not known; record it first, or in the same batch"),
    "unknown feed": (SIGNAL | {"feed": "q"}, "feed `q` is not known; record it first, or in the same batch"),
    "unknown key": (SIGNAL | {"titel": "x"}, "unknown key `titel`"),
    "no sources": (without(SIGNAL, "sources"), "missing key `sources`"),
    "empty sources": (SIGNAL | {"sources": []}, "`sources`: a list has too few entries: 1 at least"),
    "a source twice": (SIGNAL | {"sources": ["s", "s"]}, "`sources`: listed twice: `s`"),
    "no title": (without(SIGNAL, "title"), "missing key `title`"),
    "no date": (without(SIGNAL, "date"), "missing key `date`"),
    "no EDTF": (SIGNAL | {"date": "last week"}, "`date`: `last week` is not a date; EDTF dates look like 2026-04-26"),
    "EDTF we do not use": (SIGNAL | {"date": "2026-21"}, "`date`: `2026-21` is not a month that exists"),
    "no such day": (SIGNAL | {"date": "2026-02-30"}, "`date`: `2026-02-30` is not a day that exists"),
    "no such month": (SIGNAL | {"date": "2026-13"}, "`date`: `2026-13` is not a month that exists"),
    "no such year": (SIGNAL | {"date": "0000"}, "`date`: `0000` is not a year that exists"),
    "backwards": (SIGNAL | {"date": "2026-03/2026-01"}, "ends before it starts; write the earlier date first"),
    "before it happened": (SIGNAL | {"date": "2026-04-01"}, "first published 2026-03-02, before it happened"),
    "date true": (SIGNAL | {"date": True}, "`date`: `True` is not a date"),
    "id with a line end": (SIGNAL | {"id": "a\nb"}, "an id has 1 to 120 printable characters"),
    "two impacts for one aspect": (SIGNAL | {"impacts": [{"cell": "11"}, {"cell": "11"}]}, "at most one for each pair"),
}
BAD_READINGS = {
    "unknown indicator": (READING | {"indicator": "swb-encountres"}, "did you mean `swb-encounters`?"),
    "no unit": (without(READING, "unit"), "missing key `unit`"),
    "empty unit": (READING | {"unit": ""}, "unit ``: indicator `swb-encounters` is read in `encounters`"),
    "wrong unit": (READING | {"unit": "tons"}, "unit `tons`: indicator `swb-encounters` is read in `encounters`"),
    "not its cadence": (READING | {"period": "2026"}, "is read every P1M"),
    "no such month": (READING | {"period": "2026-13"}, "`period`: `2026-13` is not a month that exists"),
    "no end": (READING | {"period": "2026-01/.."}, "a period has an end"),
    "NaN": (READING | {"value": "NaN"}, "`value`: a number has at most 15 digits before the point and 12 behind it"),
    "infinity": (READING | {"value": "-Infinity"}, "`value`: a number has at most 15 digits"),
    "with an exponent": (READING | {"value": "1e5"}, "`value`: a number has at most 15 digits"),
    "too large": (READING | {"value": "9" * 16}, "`value`: a number has at most 15 digits"),
    "too fine": (READING | {"value": "0." + "1" * 13}, "`value`: a number has at most 15 digits"),
    "true": (READING | {"value": True}, "`value`: a number is written in digits"),
    "empty": (READING | {"value": None}, "`observed` needs a value; without one, state `suppressed` or `missing`"),
    "published in seconds": (READING | {"published": 0}, "`published`: `0` is not a day that exists"),
    "unknown source": (READING | {"source": "q"}, "source `q` is not known"),
}
BAD_SOURCES = {
    "tier true": (SOURCE | {"tier": True}, "`tier`: `true` is not a whole number"),
    "tier of no kind": (SOURCE | {"tier": 7}, "tier"),
    "published in seconds": (SOURCE | {"published": "86400"}, "`published`: `86400` is not a day that exists"),
    "published on no day": (SOURCE | {"published": "2026-02-30"}, "`published`: `2026-02-30` is not a day that exists"),
}
BAD_ITEMS = [
    *((f"signal: {name}", "signal", item, told) for name, (item, told) in BAD_SIGNALS.items()),
    *((f"reading: {name}", "reading", item, told) for name, (item, told) in BAD_READINGS.items()),
    *((f"source: {name}", "source", item, told) for name, (item, told) in BAD_SOURCES.items()),
]


def as_yaml(kind, item):
    sources = [SOURCE] if kind != "source" else [item]
    items = {"sources": sources} | ({f"{kind}s": [item]} if kind != "source" else {})
    return json.dumps(HEAD | items, indent=1)  # JSON is YAML


def as_json_lines(kind, item):
    lines = [HEAD, *([{"source": SOURCE}] if kind != "source" else []), {kind: item}]
    return "".join(f"{json.dumps(line)}\n" for line in lines)


@pytest.fixture
def refused(run, unchanged, tmp_path):
    """Import a file, of which nothing may be recorded, and return what was said on its way to exit code 1."""

    def command(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        ended = run("import", path, "--json", "--db", unchanged)
        assert ended.code == 1
        error = ended.data["error"]
        assert error["code"] in {"evidence-invalid", "evidence-conflict"}
        assert ended.err == f"error: {error['message']}\n"
        assert str(path) in error["message"]
        return error["message"]

    return command


@pytest.mark.parametrize(
    ("kind", "item", "told"), [case[1:] for case in BAD_ITEMS], ids=[case[0] for case in BAD_ITEMS]
)
@pytest.mark.parametrize(("name", "write"), [("bad.yaml", as_yaml), ("bad.jsonl", as_json_lines)])
def test_a_bad_item_is_refused_alike_in_yaml_and_json_lines(refused, name, write, kind, item, told):
    assert told in refused(name, write(kind, item))


TABLE = "indicator,period,value,unit,source\n"
SHEET = json.dumps(HEAD | {"sources": [SOURCE]})


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "column `indicator` is missing; a table has indicator, period, value, unit, source"),
        ("indicator,period,value,unit,sorce\n", ":1:5: unknown column `sorce`, did you mean `source`?"),
        (f"{TABLE}swb-encounters,2026-01\n", ":2:1: has 2 fields where the header has 5"),
        (f"{TABLE}swb-encounters,2026-01,NaN,encounters,s\n", ":2:3: `value`: a number has at most 15 digits"),
        (f"{TABLE}swb-encounters,2026-01,Infinity,encounters,s\n", ":2:3: `value`: a number has at most 15 digits"),
        (f'{TABLE}swb-encounters,2026-01,"1,000",encounters,s\n', ":2:3: `value`: a number has at most 15 digits"),
        (f"{TABLE}swb-encounters,2026-01,{'9' * 16},encounters,s\n", ":2:3: `value`: a number has at most 15 digits"),
        (f"{TABLE}swb-encounters,2026-01,,encounters,s\n", ":2:1: `observed` needs a value"),
        (f"{TABLE}swb-encounters,2026-01,9,,s\n", ":2:4: `unit`: is empty"),
        (f"{TABLE}swb-encounters,2026-01,9,tons,s\n", "unit `tons`: indicator `swb-encounters` is read in"),
        (f"{TABLE}swb-encounters,2026-02-30,9,encounters,s\n", ":2:2: `period`: `2026-02-30` is not a day that exists"),
        (f"{TABLE}nothing,2026-01,9,encounters,s\n", "unknown indicator `nothing`"),
        (f"{TABLE}swb-encounters,2026-01,9,encounters,q\n", "source `q` is not known"),
        (
            f"{TABLE}" + "".join(f"swb-encounters,2026-01,{n},encounters,s\n" for n in (1, 2)),
            "stands twice in the batch",
        ),
        (f'{TABLE}"swb-encounters,2026-01,9,encounters,s\n', ":2:1: not CSV: unexpected end of data; check the quotes"),
        (f"{TABLE}{'x' * 200_000},2026-01,9,encounters,s\n", ":2:1: not CSV: field larger than"),
        (f"{TABLE}swb\0,2026-01,9,encounters,s\n", ":2:1: `indicator`: an id has 1 to 120 printable characters"),
        (bytes(range(256)), ":1:1: is not UTF-8 at byte 128; save the file as UTF-8"),
    ],
)
def test_a_bad_table_is_refused_at_its_line(refused, tmp_path, table, told):
    (tmp_path / "bad.yaml").write_text(SHEET, encoding="utf-8")
    assert told in refused("bad.csv", table)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [1\n", ":2:1: not YAML: "),
        ("", ":1:1: holds nothing; write keys and values"),
        ("- a\n", ":1:1: keys and values belong here"),
        ("batch: b\nbatch: c\n", ":2:1: the key `batch` stands here twice, first in line 1; remove one of them"),
        ("batch: b\nsources: [{id: a, id: b}]\n", ":2:19: the key `id` stands here twice"),
        ("batch: b\n", ":1:1: missing key `provenance`"),
        ("batch: b\nprovenance: made up for a test\nsignals: 3\n", ":3:10: `signals`: `3` is not a list"),
        ("batch: b\nsignal: []\n", ":2:1: unknown key `signal`, did you mean `signals`?"),
        ("a: &a [x]\nb: [*a, *a]\n", "aliases are not followed here; write the value out again"),
        ("a: &a [*a]\n", "aliases are not followed here"),
        ("batch: !!python/object/apply:os.system [id]\n", "the tag `!!python/object/apply:os.system` is not used here"),
        ("value: .nan\n", ":1:8: `.nan` is not a number that can be compared; write digits"),
        ("value: -.inf\n", ":1:8: `-.inf` is not a number that can be compared"),
        (f"value: {'9' * 41}\n", "is too large a number: 40 characters at most"),
        ("a: 1\n---\nb: 2\n", "a second document begins here"),
        (b"batch: \xff\n", ":1:8: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"batch: \x00\n", ":1:8: the control character U+0000 cannot stand in a file; remove it"),
    ],
)
def test_a_text_that_is_no_batch_in_yaml_is_refused_at_its_place(refused, text, told):
    assert told in refused("bad.yaml", text)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"signal": ', ":2:12: not JSON: expecting value"),
        ("[1]", ":2:1: a line holds one object, under one of `feed`, `source`, `signal`, `reading`"),
        ('{"signl": {}}', "under one of `feed`, `source`, `signal`, `reading`, did you mean `signal`?"),
        ('{"signal": {}, "source": {}}', "a line holds one object, under one of"),
        ('{"signal": 3}', ":2:1: `3` is not a mapping of keys to values"),
        ('{"source": {"id": "a", "id": "b"}}', ":2:1: the key `id` stands here twice; remove one of them"),
        ('{"reading": {"value": NaN}}', ":2:1: `NaN` is not a number that can be compared; write digits"),
        ('{"reading": {"value": -Infinity}}', ":2:1: `-Infinity` is not a number that can be compared"),
        (f'{{"reading": {{"value": {"9" * 5_000}}}}}', "is too large a number: 40 characters at most"),
        ('{"signal": ' + "[" * 100_000, ":2:1: nested too deep; flatten it"),
        ('{"source": {"title": "\\ud800"}}', ":2:1: the character U+D800 cannot stand in a text; remove it"),
        ('{"source": {"title": "a\\u0000b"}}', ":2:1: the character U+0000 cannot stand in a text; remove it"),
        (b'{"source": {"title": "\xff"}}', ":1:1: is not UTF-8 at byte "),
        ('{"x": "' + "x" * 1_000_000 + '"}', ":2:1: a line of more than 1,000,000 characters; shorten it"),
    ],
)
def test_a_line_that_is_no_item_is_refused_at_its_number(refused, line, told):
    head = f"{json.dumps(HEAD)}\n".encode()
    assert told in refused("bad.jsonl", head + (line if isinstance(line, bytes) else line.encode()))


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("", ":1:1: holds nothing; the first line names the batch"),
        (json.dumps({"source": SOURCE}), ":1:1: the first line names the batch"),
        (json.dumps({"batch": "b"}), ":1:1: missing key `provenance`"),
        (json.dumps(HEAD | {"signals": []}), "`signals` stands on a line of its own"),
    ],
)
def test_a_batch_in_json_lines_begins_with_its_name(refused, first, told):
    assert told in refused("bad.jsonl", first)


def test_very_many_wrong_items_are_told_up_to_a_number(refused):
    signals = [SIGNAL | {"id": f"g{n}", "feed": "q"} for n in range(500)]
    told = refused("bad.yaml", json.dumps(HEAD | {"sources": [SOURCE], "signals": signals}))
    assert told.startswith("more than 100 problems in batch `b`:")
    assert len(told.splitlines()) == 102


@pytest.mark.parametrize("name", ["notes.txt", "notes", "notes.json"])
def test_a_file_of_another_kind_is_refused(refused, name):
    assert "an evidence file ends in .yaml, .jsonl, .csv or .csv.gz" in refused(name, "x")


def test_a_table_without_its_sheet_is_refused(refused):
    assert "a table needs its sheet bad.yaml beside it" in refused("bad.csv", TABLE)


def test_what_was_recorded_before_a_bad_file_is_told(run, bare, tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(as_yaml("signal", SIGNAL), encoding="utf-8")
    bad.write_text(as_yaml("signal", SIGNAL | {"id": "h", "feed": "q"}), encoding="utf-8")
    ended = run("import", good, bad, "--json", "--db", bare)
    assert ended.code == 1
    assert ended.data["error"]["message"].splitlines()[-2:] == [f"in {bad}", "recorded before that: batch b@2"]


def test_an_item_that_stands_twice_in_a_batch_is_told_and_not_doubled(run, bare, tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text(json.dumps(HEAD | {"sources": [SOURCE, SOURCE], "signals": [SIGNAL, SIGNAL]}), encoding="utf-8")
    ended = run("import", path, "--db", bare)
    assert (ended.code, "2 recorded" in ended.out, "2 there before" in ended.out) == (0, True, True)


def test_one_file_given_twice_is_told_and_not_doubled(run, bare, tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(as_yaml("signal", SIGNAL), encoding="utf-8")
    first, second = run("import", path, path, "--db", bare).out.splitlines()
    assert "2 recorded" in first
    assert "0 recorded; 2 there before with the same content: source s, signal g" in second


@pytest.mark.parametrize("argument", ["--title=\udcff", "--id=\udc80"])
def test_an_argument_that_is_not_utf8_is_refused(run, unchanged, argument):
    ended = run("signal", "add", argument, "--json", "--db", unchanged)
    assert (ended.code, ended.data["error"]["code"]) == (2, "usage")
    assert "is not UTF-8; write it in that" in ended.err


@pytest.mark.parametrize("option", ["--db", "--actor"])
def test_an_option_of_the_program_that_is_empty_is_no_default(run, option):
    ended = run("log", "verify", option, "")
    assert (ended.code, ended.err) == (2, f"error: {option} is empty; leave it out, or name one\n")
