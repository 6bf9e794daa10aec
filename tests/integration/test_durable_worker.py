"""Whatever happens to the worker process costs an answer at most: no hang, no zombie, no noise."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import product

import pytest

from assessor.engine.inference import CrossChecked, DurableEngine, NativeEngine, ProgramBuilder
from assessor.engine.inference.durable import client
from assessor.engine.inference.durable.compile import compile_program
from assessor.errors import EngineError, EngineUnavailableError

__test__ = find_spec("durable") is not None  # Python 3.13 cannot import it


def conjunction(size=2):
    builder = ProgramBuilder()
    builder.all_of([builder.input() for _ in range(size)])
    return builder.build()


PROGRAM = conjunction()


@pytest.fixture
def engine():
    with DurableEngine() as subject:
        yield subject


def pid_of(engine):
    return engine._worker.pid


def state_of(pid):
    """Return the state of a process as `ps` tells it: empty if it is gone, Z if it waits to be collected."""
    listing = ["ps", "-o", "stat=", "-p", str(pid)]
    return subprocess.run(listing, capture_output=True, text=True, check=False).stdout.strip()


def is_alive(pid):
    """Whether the process runs, or is a zombie of ours."""
    return bool(state_of(pid))


def is_running(pid):
    """Whether the process runs; an orphan may stay a zombie where nobody collects orphans."""
    return state_of(pid)[:1] not in {"", "Z"}


def wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@contextmanager
def stopped(pid):
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        if is_running(pid):
            os.kill(pid, signal.SIGCONT)


def test_nothing_starts_before_the_first_question():
    with DurableEngine() as engine:
        assert engine._worker is None
        assert engine.infer(PROGRAM, [[1, 1]]) == [(1, 1, 1)]
        pid = pid_of(engine)
        assert engine.infer(PROGRAM, [[1, -1]]) == [(1, -1, -1)]
        assert pid_of(engine) == pid
    assert not is_alive(pid)


def test_a_worker_killed_in_the_middle_of_a_batch_is_replaced(engine):
    engine.infer(PROGRAM, [[1, 1]])
    first = pid_of(engine)
    batch = list(product((-1, 0, 1), repeat=2)) * 6
    answers = []
    with stopped(first):
        asking = threading.Thread(target=lambda: answers.extend(engine.infer(PROGRAM, batch)))
        asking.start()
        time.sleep(0.1)  # the question is in the pipe of a worker that does not move
        assert asking.is_alive()
        os.kill(first, signal.SIGKILL)
        asking.join(10)
    assert answers == NativeEngine().infer(PROGRAM, batch)
    assert pid_of(engine) != first
    assert not is_alive(first)


def test_a_worker_killed_between_two_questions_is_replaced(engine):
    engine.infer(PROGRAM, [[1, 1]])
    os.kill(pid_of(engine), signal.SIGKILL)
    assert engine.infer(PROGRAM, [[1, 1]]) == [(1, 1, 1)]


def test_a_worker_that_hangs_is_given_up():
    with DurableEngine(timeout=2.0) as engine:
        engine.infer(PROGRAM, [[1, 1]])
        pid = pid_of(engine)
        begin = time.monotonic()
        with stopped(pid), pytest.raises(EngineError, match="no answer within 2 seconds"):
            engine.infer(PROGRAM, [[1, 1]])
        assert 1.9 < time.monotonic() - begin < 8
        assert not is_alive(pid)
        assert engine.infer(PROGRAM, [[1, 1]]) == [(1, 1, 1)]


def test_a_worker_that_hangs_cannot_block_a_question_larger_than_its_pipe():
    large = conjunction(3_000)
    with DurableEngine(timeout=2.0) as engine:
        engine.infer(PROGRAM, [[1, 1]])
        assert len(json.dumps(compile_program(large))) > 500_000
        with stopped(pid_of(engine)), pytest.raises(EngineError, match="no answer within"):
            engine.infer(large, [[1] * 3_000])


def test_two_deaths_are_an_error(engine, monkeypatch):
    monkeypatch.setattr(client, "compile_program", lambda _: {"nodes": "nonsense"})
    with pytest.raises(EngineError, match="the worker died twice: KeyError"):
        engine.infer(PROGRAM, [[1, 1]])
    monkeypatch.undo()
    assert engine.infer(PROGRAM, [[1, 1]]) == [(1, 1, 1)]


@pytest.fixture
def pretend(tmp_path, monkeypatch):
    """Put a package of our own in the place of durable-rules."""

    def write(source):
        package = tmp_path / "durable"
        package.mkdir()
        (package / "__init__.py").write_text("import logging; logger = logging.getLogger(__name__)")
        (package / "engine.py").write_text(source)
        monkeypatch.syspath_prepend(str(tmp_path))

    return write


def test_a_package_that_cannot_be_imported_is_a_reason_and_not_tried_again(pretend, monkeypatch):
    pretend("raise ImportError('undefined symbol: PyEval_CallObject')")
    engine = DurableEngine()
    reason = "durable-rules cannot be imported: ImportError: undefined symbol: PyEval_CallObject"
    with pytest.raises(EngineUnavailableError, match=reason):
        engine.infer(PROGRAM, [[1, 1]])
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(EngineUnavailableError, match=reason):
        engine.infer(PROGRAM, [[1, 1]])


def test_a_reason_names_no_folder_of_this_machine(pretend, tmp_path):
    pretend("from durable import nothing_of_that_name")
    with pytest.raises(EngineUnavailableError, match="cannot import name 'nothing_of_that_name'") as caught:
        DurableEngine().infer(PROGRAM, [[1, 1]])
    assert "(__init__.py)" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_fold_goes_on_where_the_package_cannot_be_imported(pretend):
    pretend("raise ImportError('no such thing')")
    checked = CrossChecked(NativeEngine(), DurableEngine())
    assert checked.infer(PROGRAM, [1, 1]) == (1, 1, 1)
    report = checked.check()
    assert report.engines == (("native", "1"),)
    assert (report.distinct, report.checked) == (1, 0)
    assert report.reason == "durable-rules cannot be imported: ImportError: no such thing"


@pytest.mark.parametrize(
    ("source", "timeout", "complaint"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", 10, r"died twice: .*exit status -11"),
        ("import time; time.sleep(60)", 0.5, "no answer within 0.5 seconds"),
        ("raise RuntimeError('odd')", 10, "cannot be imported: RuntimeError: odd"),
    ],
)
def test_a_package_that_breaks_the_worker_is_an_error(pretend, source, timeout, complaint):
    pretend(source)
    with DurableEngine(timeout) as engine, pytest.raises(EngineError, match=complaint):
        engine.infer(PROGRAM, [[1, 1]])


def test_a_package_that_prints_does_not_spoil_an_answer(pretend):
    spec = find_spec("durable.engine")
    real = spec and spec.origin
    pretend(f"import os; os.write(1, b'noise'); print('more')\nexec(open({real!r}).read())")
    with DurableEngine() as engine:
        assert engine.infer(PROGRAM, [[1, 1]]) == [(1, 1, 1)]


def test_a_module_in_the_current_folder_is_not_taken_for_another(tmp_path, monkeypatch):
    for name in ("worker.py", "json.py", "durable.py"):
        (tmp_path / name).write_text("raise SystemExit('a stranger')")
    monkeypatch.chdir(tmp_path)
    with DurableEngine() as engine:
        assert engine.infer(PROGRAM, [[1, 1]]) == [(1, 1, 1)]


def test_a_program_that_cannot_run_is_an_unavailable_engine(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(EngineUnavailableError, match=r"no worker process: No such file or directory$"):
        DurableEngine().infer(PROGRAM, [[1, 1]])


def test_a_new_worker_begins_where_one_has_seen_many_programs(engine, monkeypatch):
    monkeypatch.setattr(client, "_PROGRAMS_PER_WORKER", 2)
    pids = []
    for size in (2, 3, 2, 4, 4):
        assert engine.infer(conjunction(size), [[1] * size])[0][-1] == 1
        pids.append(pid_of(engine))
    assert pids[0] == pids[1] == pids[2] != pids[3] == pids[4]


def test_an_engine_answers_several_threads(engine):
    programs = [conjunction(size) for size in range(2, 8)]
    given = [1, 0, -1] * 5
    heard = []

    def ask(program):
        heard.append([engine.infer(program, [[o] * len(program.inputs)])[0][-1] for o in given])

    threads = [threading.Thread(target=ask, args=[program]) for program in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert heard == [given] * len(programs)


def test_a_forgotten_engine_takes_its_worker_along():
    engine = DurableEngine()
    engine.infer(PROGRAM, [[1, 1]])
    pid = pid_of(engine)
    del engine
    wait_until(lambda: not is_alive(pid))


def test_a_worker_that_does_not_listen_is_ended_too():
    engine = DurableEngine()
    engine.infer(PROGRAM, [[1, 1]])
    pid = pid_of(engine)
    with stopped(pid):
        engine.close()
        assert not is_alive(pid)


def test_an_interrupt_of_the_terminal_does_not_reach_the_worker(engine):
    engine.infer(PROGRAM, [[1, 1]])
    assert os.getsid(pid_of(engine)) == pid_of(engine)


def test_closing_twice_is_harmless_and_asking_again_starts_another():
    engine = DurableEngine()
    engine.infer(PROGRAM, [[1, 1]])
    first = pid_of(engine)
    engine.close()
    engine.close()
    assert not is_alive(first)
    assert engine.infer(PROGRAM, [[1, 1]]) == [(1, 1, 1)]
    engine.close()


# Whoever runs the tests in the background may have interrupts ignored, and what is started then has them so too.
PARENT = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from assessor.engine.inference import DurableEngine, ProgramBuilder
builder = ProgramBuilder()
builder.all_of([builder.input() for _ in range(40)])
program = builder.build()
engine = DurableEngine()
engine.infer(program, [[1] * 40])
print(engine._worker.pid, flush=True)
while {forever}:
    engine.infer(program, [[1] * 40] * 1000)
"""


def start_parent(*, forever):
    """Start a process that uses an engine; return it and the id of its worker."""
    parent = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PARENT.format(forever=forever)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    return parent, int(parent.stdout.readline())


def test_a_parent_that_ends_leaves_nothing_and_says_nothing():
    parent, worker = start_parent(forever=False)
    assert parent.communicate(timeout=20) == ("", "")
    assert parent.returncode == 0
    assert not is_running(worker)


def test_a_worker_ends_when_its_parent_is_killed():
    parent, worker = start_parent(forever=True)
    parent.kill()
    parent.communicate(timeout=20)
    wait_until(lambda: not is_running(worker))


def test_a_hanging_worker_ends_itself_when_its_parent_is_gone(pretend, tmp_path):
    note = tmp_path / "pid"
    pretend(f"import os, pathlib, time; pathlib.Path({str(note)!r}).write_text(f'{{os.getpid()}} '); time.sleep(600)")
    script = PARENT.format(forever=False).replace("DurableEngine()", "DurableEngine(timeout=1.5)")
    script = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n{script}"
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL)
    wait_until(lambda: note.exists() and note.read_text().endswith(" "))
    parent.kill()
    parent.wait()
    worker = int(note.read_text())
    assert is_running(worker)
    wait_until(lambda: not is_running(worker))


def test_an_interrupt_ends_both_and_only_the_parent_speaks():
    parent, worker = start_parent(forever=True)
    time.sleep(0.3)
    os.killpg(parent.pid, signal.SIGINT)
    _, said = parent.communicate(timeout=20)
    assert said.count("Traceback") == 1
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert not is_running(worker)


def layered(nodes, children, inputs=100, seed=7):
    """Return a program as large as they come: each node over many of those just before it."""
    choose = random.Random(seed)  # noqa: S311  # the same each time
    builder = ProgramBuilder()
    places = [builder.input() for _ in range(inputs)]
    while len(places) < nodes:
        below = choose.sample(places[-3 * children :], children)
        connective = [builder.all_of, builder.any_of, lambda c: builder.at_least(3, c), lambda c: builder.negate(c[0])]
        places.append(connective[len(places) % 4](below))
    return builder.build()


def test_a_program_of_500_nodes_with_40_children_each_comes_out_right(engine):
    program = layered(500, 40)
    choose = random.Random(1)  # noqa: S311  # the same each time
    batch = [[choose.choice([-1, 0, 1]) for _ in program.inputs] for _ in range(4)]
    batch.append([1] * len(program.inputs))
    assert engine.infer(program, batch) == NativeEngine().infer(program, batch)
