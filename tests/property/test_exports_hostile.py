"""Hostile exports and receipts, from valid ones and from nothing: only our own errors come out, and soon."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from assessor.audit.note_key import parse_verifier_key
from assessor.audit.receipt import parse_receipt, verify_receipt
from assessor.errors import ExportError, LogError, VerificationError
from assessor.services.export_log import export_log
from assessor.services.receipts import issue_receipt
from tests.filed_log import FiledLog, files_of, load_verifier
from tests.property.examples import examples

PIECES = [
    b"\n",
    b"\n\n",
    "— ".encode(),
    b" ",
    b"+",
    b"=",
    b"\0",
    b"\xff",
    b"9",
    b"extra ",
    b"index 1\n",
    b"{",
    b"A" * 44,
]
SOON = 5  # seconds; a machine that does much else is slow
verifier = load_verifier()


def mutated(valid):
    """A valid file with pieces cut, doubled, swapped or put in, at up to four places."""

    @st.composite
    def draw_from(draw):
        data = valid
        for _ in range(draw(st.integers(1, 4))):
            at, until = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
            until = draw(st.sampled_from([at, min(at + 1, len(data)), until]))
            put = draw(
                st.one_of(st.sampled_from(PIECES), st.binary(max_size=8), st.just(data[at:until] * 2), st.just(b""))
            )
            data = data[:at] + put + data[until:]
        return data

    return draw_from()


@pytest.fixture(scope="module")
def log():
    with tempfile.TemporaryDirectory() as folder:
        log = FiledLog(Path(folder))
        log.grow(12)
        with log.opened() as assessor:
            export_log(assessor, log.folder / "out")
        yield log


@pytest.fixture(scope="module")
def receipt(log):
    with log.opened() as assessor:
        return issue_receipt(assessor, 5).receipt.encode()


def verify_soon(folder, key, older=None):
    begun = time.monotonic()
    keys = [verifier.parse_key(key)]
    try:
        return verifier.verify(folder, keys, older)
    finally:
        assert time.monotonic() - begun < SOON


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_export_that_was_mutated_is_found_by_the_exported_verifier(log, data):
    files = files_of(log.folder / "out")
    name = data.draw(st.sampled_from(sorted(set(files) - {"README.md", "verify.py"})))
    changed = data.draw(st.one_of(mutated(files[name]), st.binary(max_size=300)))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(shutil.copytree(log.folder / "out", Path(folder) / "out"))
        (out / name).write_bytes(changed)
        found = None
        with suppress(verifier.MismatchError):
            found = verify_soon(out, log.key)
        if changed == files[name]:
            assert found is not None
        elif name == "checkpoint":  # a signature can stand twice, or another one below it
            assert found in (None, verify_soon(log.folder / "out", log.key))
        else:
            assert found is None


SIZES = st.one_of(st.integers(0, 300), st.integers(0, 2**64)).map(lambda n: str(n).encode())
CLAIMS = st.builds(
    lambda origin, size, root, rest: origin + b"\n" + size + b"\n" + root + b"\n" + rest,
    st.sampled_from([b"log.example/1", b"x", b""]),
    SIZES,
    st.sampled_from([b"A" * 43 + b"=", b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", b""]),
    st.sampled_from([b"", "\n— x AAAAAAA=\n".encode(), "extension\n\n— log.example/1 AAAAAAA=\n".encode()]),
)


@examples(150)
@given(
    st.one_of(CLAIMS, st.binary(max_size=200)),
    st.dictionaries(
        st.sampled_from(["tile/0/000.p/1", "tile/0/000", "tile/entries/000.p/1", "tile/entries/000", "tile/1/000.p/1"]),
        st.one_of(st.binary(max_size=64), st.just(b"\x00\x02{}" * 256), st.just(bytes(8192)), st.just(b"\x00\x02[]")),
    ),
)
def test_an_export_made_of_nothing_is_judged_soon(checkpoint, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, data in {"checkpoint": checkpoint, **files}.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(data)
        begun = time.monotonic()
        with suppress(verifier.MismatchError):
            assert verifier.verify(Path(folder), [], None)[0].endswith("size 0")
        assert time.monotonic() - begun < SOON


@examples(300)
@given(st.one_of(st.binary(max_size=200), CLAIMS), st.sampled_from([None, b"log.example/1"]))
def test_any_checkpoint_is_read_or_refused_by_the_exported_verifier(note, origin):
    key = (origin.decode(), b"AAAA", bytes(32)) if origin else None
    with suppress(verifier.MismatchError):
        found, size, root = verifier.open_checkpoint(note, [key] if key else [], "checkpoint")
        assert (len(root), size >= 0, key) == (32, True, None)
        assert note.decode().startswith(f"{found}\n{size}\n")


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_exporting_into_a_folder_that_was_mutated_ends_in_an_export_or_in_our_own_error(log, data):
    files = files_of(log.folder / "out")
    name = data.draw(st.sampled_from(["checkpoint", "tile/0/000.p/12"]))
    changed = data.draw(st.one_of(st.none(), mutated(files[name]), st.binary(max_size=300)))
    with tempfile.TemporaryDirectory() as folder, log.opened() as assessor:
        out = Path(shutil.copytree(log.folder / "out", Path(folder) / "out"))
        if changed is None:
            (out / name).unlink()
        else:
            (out / name).write_bytes(changed)
        with suppress(ExportError, VerificationError):
            export_log(assessor, out)
            assert verify_soon(out, log.key)


@examples(300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_receipt_that_was_mutated_shows_the_same_entry_or_nothing(log, receipt, data):
    changed = data.draw(st.one_of(mutated(receipt), st.binary(max_size=300)))
    keys = [parse_verifier_key(log.key)]
    begun = time.monotonic()
    with suppress(LogError):
        found = verify_receipt(parse_receipt(changed), keys)
        assert found.entry == verify_receipt(parse_receipt(receipt), keys).entry
    assert time.monotonic() - begun < SOON


@given(st.binary(max_size=400))
def test_what_is_read_as_a_receipt_is_written_as_it_was(data):
    with suppress(LogError):
        given = b"c2sp.org/tlog-proof@v1\n" + data
        assert parse_receipt(given).render() == given
