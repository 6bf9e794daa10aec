"""Founding, publishing, verifying and showing."""

from __future__ import annotations

import sqlite3

import pytest

from assessor.cli.exit_code import ExitCode
from tests.unit.ruleset.flaws import FIXTURES


def test_init_founds_a_log_and_is_harmless_when_repeated(run, tmp_path):
    db = tmp_path / "new.db"
    first = run("init", "--origin", "example/log", "--db", db)
    assert first.out.splitlines()[0] == f"log `example/log` founded in {db}: 1 entry"
    second = run("init", "--json", "--db", db)
    assert second.data == {"database": str(db), "created": False, "origin": "example/log", "size": 1}


def test_a_bad_origin_leaves_no_file(run, tmp_path):
    ended = run("init", "--origin", "two words", "--db", tmp_path / "new.db")
    assert ended.code == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [["assess", "11"], ["signal", "list"], ["log", "verify"], ["rules", "publish"]])
def test_without_a_database_every_command_says_how_to_make_one(run, tmp_path, arguments):
    ended = run(*arguments, "--json", "--db", tmp_path / "none.db")
    assert ended.code == 1
    assert ended.data["error"]["code"] == "store-missing"
    assert "assessor init" in ended.err
    assert not list(tmp_path.iterdir())


def test_the_environment_names_database_and_actor(run, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSOR_DATABASE_URL", f"sqlite:///{tmp_path}/by-env.db")
    monkeypatch.setenv("ASSESSOR_ACTOR", "somebody")
    run("init")
    (entry,) = run("log", "show", "--json").data["entries"]
    assert entry["actor"] == "somebody"
    run("--db", tmp_path / "by-option.db", "--actor", "another", "init")
    (entry,) = run("log", "show", "--json", "--db", tmp_path / "by-option.db").data["entries"]
    assert entry["actor"] == "another"


def test_the_shipped_rules_have_no_errors(run):
    ended = run("rules", "check")
    assert ended.code == 0
    assert ended.out.splitlines()[-1].startswith("0 errors, ")


def test_every_problem_of_rules_is_told_with_its_place(run, tmp_path):
    (tmp_path / "framework.yaml").write_text("framework: x\ntitel: y\n", encoding="utf-8")
    ended = run("rules", "check", tmp_path)
    assert ended.code == ExitCode.RULESET_INVALID
    assert f"{tmp_path}/framework.yaml:2:1: unknown key `titel`, did you mean `title`?" in ended.out
    data = run("rules", "check", tmp_path, "--json").data
    assert data["errors"] == len(data["problems"]) > 1
    assert data["problems"][0].keys() >= {"file", "line", "column", "message", "code", "severity"}


def test_invalid_rules_are_not_published(run, bare, tmp_path):
    (tmp_path / "framework.yaml").write_text("framework: x\n", encoding="utf-8")
    ended = run("rules", "publish", tmp_path, "--json", "--db", bare)
    assert ended.code == ExitCode.RULESET_INVALID
    assert ended.data["error"]["code"] == "ruleset-invalid"
    assert len(run("rules", "show", "--json", "--db", bare).data["rulesets"]) == 1


def test_rules_are_published_from_a_day_and_told_when_there_before(run, bare):
    first = run("rules", "publish", "--effective-from", "2025-06-01", "--db", bare)
    assert first.out.startswith("doctrine published, in force from 2025-06-01, entry 2\nruleset sha256:")
    again = run("rules", "publish", "--effective-from", "2025-06-01", "--db", bare)
    assert again.out.startswith("doctrine was published before")
    listed = run("rules", "show", "--db", bare).out
    assert "2025-06-01" in listed
    assert listed.count("doctrine") == 2


def test_a_second_framework_is_refused_and_leaves_the_first_in_force(run, bare):
    ended = run("rules", "publish", FIXTURES / "sound", "--json", "--db", bare)
    assert (ended.code, ended.data["error"]["code"]) == (ExitCode.COULD_NOT_RUN, "ruleset-conflict")
    assert ended.data["error"]["message"] == (
        "this log is of framework `doctrine` (entry 1), not of `sound`; a log is of one framework: "
        "found another with `assessor init --db`"
    )
    listed = run("rules", "show", "--json", "--db", bare).data["rulesets"]
    assert [one["framework"] for one in listed] == ["doctrine"]


def test_rules_in_force_are_shown_in_words(run, bare):
    out = run("rules", "show", "--as-of", "2026-01-01", "--cell", "11", "--db", bare).out
    assert "rule advances concludes transition Advancing" in out
    assert "because " in out
    assert run("rules", "show", "--as-of", "2026-01-01", "--json", "--db", bare).data["ruleset"]["rules"]
    none = run("rules", "show", "--as-of", "2020-01-01", "--json", "--db", bare)
    assert none.data["error"]["code"] == "ruleset-not-found"


def test_verifying_prints_what_to_keep_and_what_it_cannot_find(run, bare):
    out = run("log", "verify", "--db", bare).out
    assert out.startswith("verified: 2 entries, recomputed from their stored bytes\nroot sha256:")
    assert "entries and hashes rewritten together" in out
    data = run("log", "verify", "--json", "--db", bare).data
    assert (data["sound"], data["size"], data["fault"]) == (True, 2, None)
    kept = run("log", "verify", "--root", data["root"], "--size", "2", "--db", bare)
    assert kept.code == 0
    assert "the root kept at size 2 is one this log has had" in kept.out
    assert "note:" not in kept.out


def test_another_root_is_not_verified(run, bare):
    ended = run("log", "verify", "--root", "sha256:" + "0" * 64, "--db", bare)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert ended.out.startswith("NOT verified: kept root: ")


def test_a_changed_entry_is_named(run, bare):
    with sqlite3.connect(bare) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE log_entry SET data = CAST(replace(data, 'tester', 'forger') AS BLOB) WHERE entry_index = 1")
    raw.close()
    ended = run("log", "verify", "--json", "--db", bare)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert (ended.data["sound"], ended.data["index"], ended.data["size"]) == (False, 1, 1)
    (line,) = run("log", "show", "1", "--json", "--db", bare).data["entries"]
    assert (line["actor"], "do not hash" in line["fault"]) == ("forger", True)
    assert run("log", "verify", "--db", bare).out.endswith("before that, 1 entry fits\n")


def test_content_that_was_removed_is_missed_at_the_entry_that_names_it(run, bare):
    with sqlite3.connect(bare) as raw:
        raw.execute("DROP TRIGGER content_refuses_delete")
        raw.execute("DELETE FROM content")
    raw.close()
    ended = run("log", "verify", "--json", "--db", bare)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert ended.data["fault"].endswith("it is missing, and entry 1 names it")


def test_entries_are_listed_and_shown(run, bare):
    listed = run("log", "show", "--db", bare).out.splitlines()
    assert listed[2].strip() == "log:created by tester"
    assert listed[3].endswith("framework doctrine")
    one = run("log", "show", "1", "--db", bare).out
    assert "Entry 1" in one
    assert '"framework": "doctrine"' in one
    assert len(run("log", "show", "--from", "0", "--count", "1", "--json", "--db", bare).data["entries"]) == 1


def test_a_row_that_holds_text_where_bytes_were_is_refused_and_not_shown(run, bare):
    with sqlite3.connect(bare) as raw:
        raw.execute("DROP TRIGGER log_entry_refuses_update")
        raw.execute("UPDATE log_entry SET data = replace(data, 'doctrine', 'else') WHERE entry_index = 1")
    raw.close()
    ended = run("log", "show", "1", "--json", "--db", bare)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert ended.data["error"]["code"] == "log-verification"
    assert "entry 1: its row holds another kind of value" in ended.err


def test_an_entry_that_is_not_there_is_told(run, bare):
    assert "the log has 2 entries, 0 to 1" in run("log", "show", "9", "--db", bare).err
