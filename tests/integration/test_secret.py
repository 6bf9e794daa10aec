"""The secret of the signing key stands in its own file and nowhere else: all output, all files, every byte of them."""

from __future__ import annotations

import base64
import os
import subprocess
from pathlib import Path

import pytest

from assessor.audit.note_key import SigningKey, parse_signing_key
from assessor.engine.inference import DurableEngine, ProgramBuilder
from tests.forking import program


def forms(text):
    """Every form in which somebody could have written the secret."""
    seed = parse_signing_key(text)._private.private_bytes_raw()
    encoded = text.rpartition("+")[2]
    return [
        *(encoded[at : at + 16].encode() for at in range(2, len(encoded) - 16)),  # the first two are the algorithm
        base64.b64encode(seed)[:40],
        seed,
        seed.hex().encode(),
        seed.hex().upper().encode(),
        repr(seed)[2:-1].encode(),
    ]


@pytest.mark.parametrize("place", ["file", "environment"])
def test_no_output_no_telemetry_and_no_file_holds_the_secret(tmp_path, place):
    told = b""
    environment = {**os.environ, "COLUMNS": "300"}

    def run(*arguments, code=0):
        nonlocal told
        ended = subprocess.run(
            [*program(), *arguments], cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False
        )
        told += ended.stdout + ended.stderr
        assert ended.returncode == code, ended.stderr
        return ended

    run("init", "--origin", "log.example/1", "--verbose")
    run("log", "init-key", "--verbose")
    key = tmp_path / "assessor.db.key"
    secret = key.read_text().strip()
    if place == "environment":
        key.unlink()
        environment["ASSESSOR_SIGNING_KEY"] = secret
    run("log", "init-key", "--json", "--verbose")
    run("log", "key", "--json", "--verbose")
    run("log", "checkpoint", "--verbose")
    run("rules", "publish", "--verbose")
    run("assess", "11", "--as-of", "2025-02-15", "--checkpoint", "--json", "--verbose", code=6)
    run("log", "checkpoint", "--json", "--out", "checkpoint.txt", "--verbose")
    run("log", "verify", "--json", "--verbose")
    run("log", "show", "--from", "0", "--count", "100", "--json")
    damaged = secret[:-6] + ("AAAAAA" if not secret.endswith("AAAAAA") else "BBBBBB")
    if place == "environment":
        environment["ASSESSOR_SIGNING_KEY"] = damaged
    else:
        key.write_text(damaged)
    run("log", "checkpoint", "--json", "--verbose", code=1)
    if place == "environment":
        environment["ASSESSOR_SIGNING_KEY"] = secret
    else:
        key.write_text(secret)
        key.chmod(0o644)
        run("log", "checkpoint", "--json", "--verbose", code=1)
        key.chmod(0o600)
    run("log", "rotate-key", "new.key", "--json", "--verbose")
    secrets = [secret, (tmp_path / "new.key").read_text().strip()]
    files = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.suffix != ".key"}
    assert {"assessor.db", "assessor.db.pins", "checkpoint.txt"} <= files.keys()
    for form in (form for text in secrets for form in forms(text)):
        assert form not in told
        assert [name for name, data in files.items() if form in data] == []


def test_the_second_engine_does_not_inherit_the_secret(monkeypatch):
    secret = SigningKey("log.example/1", bytes(range(32))).render_secret()
    monkeypatch.setenv("ASSESSOR_SIGNING_KEY", secret)
    builder = ProgramBuilder()
    builder.all_of([builder.input()])
    engine = DurableEngine()
    try:
        engine.infer(builder.build(), [[1]])
        assert engine._worker is not None
        assert secret.encode() not in Path(f"/proc/{engine._worker.pid}/environ").read_bytes()
    finally:
        engine.close()
