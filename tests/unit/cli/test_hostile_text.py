"""Texts with control characters, escapes, markup and right-to-left marks, from evidence to every view: harmless."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

AT = ("--as-of", "2026-05-10")
ESCAPES = "\x1b[31m\x1b]0;title\x07\x9b2J\r\n\b"
HOSTILE = f"{ESCAPES}[bold]<b>{{0}}%s\u202e\u2066\u200f\u2028\ufeff"
ACTING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
VIEWS = [
    ("signal", "list"),
    ("signal", "show", "g"),
    ("reading", "list"),
    ("assess", "11", *AT, "--dry-run"),
    ("assess", "11", *AT),
    ("explain", "11", *AT),
    ("explain", "11", *AT, "--brief"),
    ("explain", "11", *AT, "--why-not", "Contested"),
    ("history", "11", *AT),
    ("assess", "--all", *AT, "--dry-run"),
    ("log", "show", "--from", "0", "--count", "20"),
    *(("log", "show", str(index)) for index in range(2, 7)),
]


def evidence(name):
    """Return lines of a batch with hostile text in every field that takes text."""
    source = {"id": "s", "title": f"source {HOSTILE}", "tier": 2, "published": "2026-05-02"}
    source |= {key: f"{key} {HOSTILE}" for key in ("publisher", "via", "url", "note")}
    feed = {"id": "f", "title": f"feed {HOSTILE}", "note": HOSTILE, "watches": [{"from": "2020-01-01"}]}
    why = {"stage": "incident", "direction": "stalling", "dimensions": ["bilateral-posture"], "why": f"why {HOSTILE}"}
    impact = {"cell": "11", "tags": ["lethal", "sovereignty-objection"], **why}
    signal = {"id": name, "title": f"signal {HOSTILE}", "summary": f"summary {HOSTILE}", "date": "2026-05-01"}
    reading = {"indicator": "swb-encounters", "period": "2026-03", "value": "9", "unit": "encounters", "source": "s"}
    return [
        {"batch": "b", "provenance": f"made up for a test {HOSTILE}"},
        {"source": source},
        {"feed": feed},
        {"signal": signal | {"sources": ["s"], "feed": "f", "impacts": [impact]}},
        {"reading": reading},
    ]


@pytest.fixture
def hostile(run, bare, tmp_path):
    path = tmp_path / "hostile.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in evidence("g")), encoding="utf-8")
    ended = run("import", path, "--db", bare)
    assert ended.code == 0, ended.err
    return bare


def assert_harmless(text):
    assert not {c for c in text if unicodedata.category(c) in ACTING} - {"\n"}


def test_no_view_lets_hostile_text_act(run, hostile):
    shown = {}
    for view in VIEWS:
        ended = run(*view, "--db", hostile)
        assert ended.code in {0, 6}, ended.err
        assert ended.err == ""
        assert_harmless(ended.out)
        shown[view] = re.sub(r"[\s│├└─━]+", "", ended.out)
    spelled = "<U+001B>[31m<U+001B>]0;title<U+0007><U+009B>2J<U+000D><U+0008>[bold]<b>{0}%s<U+202E><U+2066><U+200F>"
    for view in (("signal", "list"), ("signal", "show", "g"), ("explain", "11", *AT)):
        assert spelled in shown[view]


def test_json_of_every_view_is_one_ascii_line_that_reads_back_as_it_was(run, hostile):
    for view in VIEWS:
        ended = run(*view, "--json", "--db", hostile)
        assert ended.out.isascii()
        assert ended.out.rstrip("\n").isprintable()
        assert ended.data
    (version,) = run("signal", "show", "g", "--json", "--db", hostile).data["versions"]
    assert version["item"]["title"] == f"signal {HOSTILE}"


@pytest.mark.parametrize(
    "arguments",
    [
        ("signal", "show", HOSTILE),
        ("signal", "accept", HOSTILE),
        ("signal", "list", "--status", HOSTILE),
        ("assess", HOSTILE),
        ("assess", "11", "--as-of", HOSTILE),
        ("assess", "11", "--known-at", HOSTILE),
        ("explain", "11", "--why-not", HOSTILE),
        ("import", HOSTILE),
        ("rules", "check", HOSTILE),
        ("rules", "publish", "--effective-from", HOSTILE),
        ("log", "verify", "--root", HOSTILE),
        ("log", "show", HOSTILE),
        ("init", "--origin", HOSTILE),
        ("signal", "add", "--id", HOSTILE, "--title", "t", "--date", "2026", "--source", "s"),
        ("signal", "add", "--id", "h", "--title", "t", "--date", HOSTILE, "--source", "s"),
        ("signal", "add", "--id", "h", "--title", "t", "--date", "2026", "--source", HOSTILE),
        ("signal", "add", "--id", "h", "--title", "t", "--date", "2026", "--new-source", HOSTILE),
        ("signal", "add", "--id", "h", "--title", "t", "--date", "2026", "--source", "s", "--cell", HOSTILE),
        ("signal", "add", "--id", "h", "--title", "t", "--date", "2026", "--source", "s", "--feed", HOSTILE),
        ("log", "show", f"--{HOSTILE}"),
        (HOSTILE,),
        ("--actor", HOSTILE, "rules", "publish", "--effective-from", "2026-01-01"),
    ],
    ids=lambda arguments: " ".join(arguments).replace(HOSTILE, "HOSTILE"),
)
def test_no_error_lets_hostile_text_act(run, bare, arguments):
    ended = run(*arguments, "--db", bare)
    assert ended.code in {1, 2}
    assert ended.err.startswith("error: ")
    assert_harmless(ended.out + ended.err)
    told = run(*arguments, "--json", "--db", bare)
    assert_harmless(told.data["error"]["message"])


@pytest.mark.parametrize("key", ["id", "title", "sources", "impacts", HOSTILE])
def test_no_problem_of_a_file_lets_hostile_text_act(run, bare, tmp_path, key):
    path = tmp_path / "bad.jsonl"
    signal = {"id": "g", "title": "t", "date": "2026-05-01", "sources": ["s"], key: {HOSTILE: HOSTILE}}
    path.write_text(f'{{"batch": "b", "provenance": "made up"}}\n{json.dumps({"signal": signal})}\n', encoding="utf-8")
    ended = run("import", path, "--db", bare)
    assert ended.code == 1
    assert_harmless(ended.err)
