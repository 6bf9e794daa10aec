"""Standard output is the answer, one document with --json; standard error is telemetry and errors, without a title."""

from __future__ import annotations

import json

import pytest

AT = ("--as-of", "2026-05-10")
SECRETS = ("Mountain raid", "kept within", "told by Ana", "because of the raid", "Quiet feed")
LINES = [
    {"batch": "b", "provenance": "made up for a test"},
    {"source": {"id": "s", "title": "told by Ana", "tier": 2, "published": "2026-05-02", "note": "told by Ana"}},
    {"feed": {"id": "f", "title": "Quiet feed", "watches": [{"from": "2020-01-01"}]}},
    {
        "signal": {
            "id": "g",
            "title": "Mountain raid",
            "summary": "kept within",
            "date": "2026-05-01",
            "sources": ["s"],
            "feed": "f",
            "impacts": [{"cell": "11", "stage": "incident", "why": "because of the raid"}],
        }
    },
]
RECORDING = (
    "signal",
    "propose",
    "--id",
    "h",
    "--title",
    "Mountain raid",
    "--summary",
    "kept within",
    "--date",
    "2026-05",
)
READING = (
    "reading",
    "add",
    "--indicator",
    "swb-encounters",
    "--period",
    "2026-03",
    "--value",
    "9",
    "--unit",
    "encounters",
)
DONE = [
    ("init",),
    ("rules", "check"),
    ("rules", "publish", "--effective-from", "2026-01-01"),
    ("rules", "show"),
    ("rules", "show", *AT),
    ("import", "batch.jsonl"),
    (*RECORDING, "--source", "s"),
    ("signal", "accept", "h"),
    ("signal", "list"),
    ("signal", "show", "g"),
    (*READING, "--new-source", "o|told by Ana|5|2026-04-15"),
    ("reading", "list"),
    ("assess", "11", *AT, "--dry-run"),
    ("assess", "11", *AT),
    ("assess", "--all", *AT),
    ("explain", "11", *AT),
    ("explain", "11", *AT, "--why-not", "Contested"),
    ("history", "11", *AT),
    ("log", "verify"),
    ("log", "show"),
    ("log", "show", "0"),
]  # fmt: skip
REFUSED = [
    ("import", "none.yaml"),
    ("import", "wrong.yaml"),
    ("reading", "import", "none.csv"),
    ("signal", "add", "--id", "g"),
    ("signal", "accept", "none"),
    ("signal", "show", "none"),
    ("signal", "list", "--status", "none"),
    ("reading", "add", "--indicator", "x", "--period", "2026", "--value", "1", "--unit", "u", "--source", "s"),
    ("rules", "check", "none"),
    ("rules", "publish", "none"),
    ("rules", "show", "--as-of", "2020-01-01"),
    ("assess", "none"),
    ("assess",),
    ("explain", "none"),
    ("explain", "11", *AT, "--why-not", "none"),
    ("history", "none"),
    ("log", "verify", "--root", "none"),
    ("log", "show", "999"),
    ("init", "--origin", "two words"),
    ("none",),
    ("assess", "11", "--none"),
]


@pytest.fixture(autouse=True)
def here(bare, tmp_path, monkeypatch):
    """Stand in a folder with a batch, a wrong one, and a database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSESSOR_DATABASE_URL", str(bare))
    (tmp_path / "batch.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in LINES), encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("batch: [", encoding="utf-8")


def test_with_json_every_command_answers_with_one_document(run):
    for command in DONE:
        ended = run(*command, "--json")
        assert ended.code in {0, 6}, (command, ended.err)
        assert isinstance(ended.data, dict)
        assert "error" not in ended.data
        assert ended.err == ""


@pytest.mark.parametrize("command", REFUSED, ids=" ".join)
def test_with_json_every_error_is_one_document_too(run, command):
    ended = run(*command, "--json")
    assert ended.code in {1, 2, 4}
    assert ended.data.keys() == {"error"}
    assert ended.data["error"].keys() == {"code", "message"}
    assert ended.err == f"error: {ended.data['error']['message']}\n"


def test_telemetry_never_holds_the_text_of_a_signal_and_is_json_where_no_terminal_is(run):
    events = set()
    for command in DONE:
        ended = run(*command, "--verbose")
        assert ended.code in {0, 6}, (command, ended.err)
        assert not [secret for secret in SECRETS if secret in ended.err]
        for line in ended.err.splitlines():
            event = json.loads(line)
            events.add(event["event"])
            assert event.keys() >= {"event", "level", "module", "timestamp", "request"}
    assert events >= {"evidence.recorded", "assessment.recorded", "assessment.tried", "log.verified", "log.initialised"}


def test_without_verbose_nothing_is_told_beside_the_answer_and_quiet_changes_no_answer(run):
    for command in (("import", "batch.jsonl"), ("signal", "list"), ("log", "verify"), ("history", "11", *AT)):
        plain = run(*command)
        assert (plain.code, plain.err) == (0, "")
        if command[0] != "import":
            quiet = run(*command, "--quiet")
            assert (quiet.out, quiet.err) == (plain.out, "")


def test_an_error_is_told_however_quiet_one_asked_it_to_be(run):
    ended = run("signal", "show", "none", "--quiet")
    assert (ended.code, ended.err) == (1, "error: signal `none` is not known; `assessor signal list` shows what is\n")
