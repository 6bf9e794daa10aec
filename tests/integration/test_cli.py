"""The program as its users run it: a process, its output and its exit code; forked, so that it starts at once."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.forking import program as program_of_ours
from tests.stores import PostgresqlStore, SqliteStore, drop_trigger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores import Store

FACTS = {
    "cell", "as_of", "known_at", "ruleset", "trajectory", "qualifiers", "trend", "confidence", "alternatives",
    "standing", "dimensions", "findings", "tensions", "outlook", "unknowns", "support", "read_set", "log_size",
    "cause", "engines", "entry_index",
}  # fmt: skip
NOT_A_NUMBER = """\
batch: b
provenance: made up for a test
readings:
- {indicator: swb-encounters, period: 2026-03, value: .nan, unit: encounters, source: s}
"""
READING = (
    "--indicator", "swb-encounters", "--period", "2026-03", "--value", "7000", "--unit", "encounters",
    "--new-source", "cbp|Monthly figures|5|2026-04-20",
)  # fmt: skip
AT = ("--as-of", "2026-04-26", "--known-at", "2026-04-26")


class Program:
    """The program in a folder, on a database that `--db` or the environment names."""

    def __init__(self, folder: Path, store: Store, **environment: str) -> None:
        self.folder = folder
        self.store = store
        self.environment = {**os.environ, "COLUMNS": "100", **environment}
        self.shown = ""

    def __call__(self, *arguments: str, code: int = 0) -> str:
        ran = subprocess.run(  # noqa: PLW1510 - the code is looked at below
            [*program_of_ours(), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            env=self.environment,
        )
        assert ran.returncode == code, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr
        return ran.stdout + ran.stderr


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        program = Program(folder, SqliteStore(folder / "assessor-demo.db"))
        program.shown = program("demo")
    else:
        store = PostgresqlStore.empty(request.getfixturevalue("postgresql"), "demo")
        program = Program(folder, store)
        program.shown = program("demo", "--db", store.url)
    return program


@pytest.fixture
def program(tmp_path, store):
    return Program(tmp_path, store, ASSESSOR_DATABASE_URL=store.url)


def test_the_demo_ends_with_a_verdict_its_reasons_and_a_verified_log(demo):
    assert "trajectory      Advancing (with bilateral friction)" in demo.shown
    assert "trend           Improving with episodic shocks" in demo.shown
    assert "Contested became Advancing on 2025-10-31" in demo.shown
    assert "verified: 358 entries" in demo.shown


def test_an_assessment_is_one_object_with_all_that_identifies_it(demo):
    found = json.loads(demo("--db", demo.store.url, "assess", "11", *AT, "--dry-run", "--json"))
    assert found.keys() >= FACTS
    assert (found["trajectory"], found["trial"], found["entry_index"]) == ("Advancing", True, None)


def test_a_trial_says_so(demo):
    assert "TRIAL" in demo("--db", demo.store.url, "assess", "11", *AT, "--dry-run")


def test_why_not_says_what_is_lacking(demo):
    shown = demo("--db", demo.store.url, "explain", "11", *AT, "--why-not", "Contested")
    assert "Missing for Advancing or Consolidated to Contested" in shown
    assert "[not met]" in shown


def test_an_explanation_names_the_items_whose_removal_would_change_the_verdict(demo):
    shown = " ".join(demo("--db", demo.store.url, "explain", "11", *AT).split())
    assert "Decisive: what alone would change the verdict if it were missing" in shown
    assert "signal chihuahua-incident" in shown


def test_history_is_drawn_and_told(demo):
    shown = demo("--db", demo.store.url, "history", "11", *AT)
    assert [shown.index(s) for s in ("Pre-execution", "Contested", "Advancing")]
    assert "2025-10-31" in shown


def test_a_second_demo_doubles_nothing(demo):
    again = demo("demo", "--db", demo.store.url)
    assert "repeats entry" not in again.split("4. The verdict")[0]
    assert "0 recorded; 71 there before" in again


def test_a_byte_changed_behind_our_back_is_found_and_named(demo):
    copy = demo.store.copy("copied")
    with copy.connect() as door:
        drop_trigger(door, "log_entry_refuses_update")
        (data,) = door.execute("SELECT data FROM log_entry WHERE entry_index = 9").fetchone()
        door.execute("UPDATE log_entry SET data = ? WHERE entry_index = 9", (data[:-5] + b"#" + data[-4:],))
    assert "NOT verified: entry 9" in demo("--db", copy.url, "log", "verify", code=5)


def test_a_root_kept_earlier_is_found_again(demo):
    kept = json.loads(demo("--db", demo.store.url, "log", "verify", "--json"))
    demo("--db", demo.store.url, "assess", "11", *AT)
    later = json.loads(
        demo("--db", demo.store.url, "log", "verify", "--root", kept["root"], "--size", str(kept["size"]), "--json")
    )
    assert later["kept_size"] == kept["size"] < later["size"]
    wrong = "0" * 64
    assert "kept root" in demo("--db", demo.store.url, "log", "verify", "--root", wrong, code=5)


def test_a_proposed_signal_is_no_evidence_until_it_is_accepted(program):
    program("init")
    program("rules", "publish")
    batch = program.folder / "batch.yaml"
    batch.write_text(
        "batch: desk\nprovenance: made up for a test\n"
        "sources: [{id: s, title: Report, tier: 2, published: 2026-03-02}]\n"
        'signals: [{id: g, title: "odd \\e[31m [red] \\u202E title", date: 2026-03-01, sources: s, '
        "impacts: [{cell: 11, direction: advancing}]}]\n"
    )
    program("signal", "propose", "batch.yaml")
    listed = program("signal", "list", "--status", "proposed")
    assert "\x1b" not in listed
    assert "\u202e" not in listed
    assert "[red]" in listed
    program("signal", "accept", "g")
    program("signal", "accept", "g", code=1)
    assert [v["status"] for v in json.loads(program("signal", "show", "g", "--json"))["versions"]] == [
        "proposed",
        "accepted",
    ]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("assess", "11"), 1, "run `assessor init`"),
        (("rules", "check", "nowhere"), 1, "holds no framework.yaml"),
        (("import", "nothing.yaml"), 1, "there is no such file"),
        (("signal", "add", "--id", "g"), 2, "a signal needs --title, --date, --source"),
        (("log", "verify"), 1, "run `assessor init`"),
        (("log", "verify", "--size", "3"), 2, "a size alone proves nothing"),
        (("--db", "mysql://x/y", "init"), 1, "is not supported"),
        (("import", "a.yaml", "b.yaml", "--key", "k"), 1, "there is no such file"),
        (("assess", "--all", "--key", "k"), 2, "give it with one cell"),
        (("assess", "11", "--dry-run", "--key", "k"), 2, "a trial is not recorded"),
        (("db", "grant"), 2, "name at least one role"),
        (("db", "grant", "--writer", "w", "--reader", "w"), 2, "named as a writer and as a reader"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(program, arguments, code, message):
    assert message in " ".join(program(*arguments, code=code).split())


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\n", "not YAML"),
        ("batch: b\nbatch: c\n", "twice"),
        (
            "batch: b\nprovenance: made up for a test\nsignals: [{id: g, title: t, date: 2025-02-30, sources: s}]\n",
            "2025-02-30",
        ),
        ("batch: b\nprovenance: made up for a test\nsignals: [{id: g, title: t, date: 2025-02-03}]\n", "sources"),
        (
            "batch: b\nprovenance: made up for a test\nsignals: [{id: g, title: t, date: 2025-02-03, sources: s}]\n",
            "source `s` is not known",
        ),
        (
            NOT_A_NUMBER,
            "number",
        ),
        ("a: &a [x]\nb: [*a, *a]\n", "alias"),
    ],
)
def test_bad_evidence_is_refused_at_its_place_and_nothing_is_recorded(program, text, message):
    program("init")
    program("rules", "publish")
    (program.folder / "bad.yaml").write_text(text)
    assert message in program("import", "bad.yaml", code=1)
    assert "verified: 2 entries" in program("log", "verify")


def test_the_same_id_with_other_content_is_refused_and_leaves_the_batch_out(program):
    program("init")
    program("rules", "publish")
    text = "batch: b\nprovenance: made up for a test\nsources: [{id: s, title: %s, tier: 2, published: 2026-03-02}]\n"
    (program.folder / "one.yaml").write_text(text % "one")
    (program.folder / "two.yaml").write_text(text % "two")
    program("import", "one.yaml")
    assert "0 recorded; 1 there before with the same content: source s" in program("import", "one.yaml")
    assert "recorded with other content" in program("import", "two.yaml", code=1)


def test_a_request_made_again_under_its_key_is_answered_and_not_done_twice(program):
    program("init")
    program("rules", "publish")
    first = program("reading", "add", *READING, "--key", "desk-1", "--json")
    assert json.loads(first)["batches"][0]["recorded"]
    assert program("reading", "add", *READING, "--key", "desk-1", "--json") == first
    assert "stands for another request" in program("assess", "11", "--key", "desk-1", code=1)
    judged = json.loads(program("assess", "11", "--key", "desk-2", "--json", code=6))
    assert json.loads(program("assess", "11", "--key", "desk-2", "--json", code=6)) == judged
    assert "verified: 5 entries" in program("log", "verify")
    assert "desk-1" in program("log", "show", "2")


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_several_files_have_no_key_in_common(program):
    for name in ("a", "b"):
        (program.folder / f"{name}.yaml").write_text(f"batch: {name}\nprovenance: made up for a test\n")
    assert "give it with one file" in program("import", "a.yaml", "b.yaml", "--key", "k", code=2)


def test_who_may_append_and_who_may_read_is_said_with_a_command(program):
    program("init")
    if program.store.kind == "sqlite":
        assert "has no roles" in program("db", "grant", "--reader", "auditor", code=1)
        return
    with program.store.connect() as door:
        door.execute("CREATE ROLE clerk LOGIN; CREATE ROLE auditor LOGIN")
    told = program("db", "grant", "--writer", "clerk", "--reader", "auditor")
    assert "role `clerk` may read and append in" in told
    assert "role `auditor` may read in" in told
    program("db", "grant", "--reader", "auditor", "--json")
    as_auditor = program.store.server.url(program.store.database, "auditor")
    assert "verified: 1 entry" in program("--db", as_auditor, "log", "verify")
    assert "role `auditor` lacks the right" in program("--db", as_auditor, "rules", "publish", code=1)
    program("--db", program.store.server.url(program.store.database, "clerk"), "rules", "publish")
    assert "verified: 2 entries" in program("--db", as_auditor, "log", "verify")
    with program.store.connect() as door:
        door.execute("DROP OWNED BY clerk, auditor; DROP ROLE clerk, auditor")
