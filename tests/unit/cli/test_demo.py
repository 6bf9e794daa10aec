"""The demo as one object, twice."""

from __future__ import annotations

TABLE = [
    ("2025-02-15", "Pre-execution", []),
    ("2025-07-01", "Contested", []),
    ("2025-12-15", "Advancing", []),
    ("2026-03-31", "Advancing", []),
    ("2026-04-26", "Advancing", ["with bilateral friction"]),
]


def test_the_demo_tells_the_dossiers_history_and_a_second_run_repeats_it(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = run("demo", "--json").data
    assert [(a["as_of"], a["trajectory"], a["qualifiers"]) for a in first["assessments"]] == TABLE
    assert [span["state"] for span in first["history"]["spans"]] == ["Pre-execution", "Contested", "Advancing"]
    assert first["log"]["sound"]
    assert [p.name for p in tmp_path.glob("*.db")] == ["assessor-demo.db"]
    again = run("--json", "demo").data
    assert [a["repeats"] for a in again["assessments"]] == [a["entry_index"] for a in first["assessments"]]
    assert not any(batch["recorded"] for batch in again["batches"])
    assert again["log"]["size"] == first["log"]["size"] + len(TABLE)
    replayed = run("log", "replay", "--json", "--db", "assessor-demo.db").data
    assert (replayed["equal"], replayed["assessments"], replayed["repeated"]) == (True, 10, 5)
    assert replayed["told"] == []


def test_the_demo_takes_another_database(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("demo", "--json", "--db", "mine.db", "--actor", "somebody")
    assert [p.name for p in tmp_path.glob("*.db")] == ["mine.db"]
    (entry,) = run("log", "show", "0", "--json", "--db", "mine.db").data["entries"]
    assert entry["actor"] == "somebody"
