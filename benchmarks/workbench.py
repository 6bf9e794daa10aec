"""
What each command of the rule author's workbench takes, as an author runs it: on cell 11, and on the 32 Mexican states.

No claim and no peer: one run of each, in seconds of the clock and of processors, starting the program included, which
alone takes about one. A draft is the shipped framework with one window or threshold moved. Histories need a log each;
they take minutes to make, and where `ASSESSOR_BENCHMARK_LOGS` names a folder, they are kept there and found again.
`python -m benchmarks.workbench doctrine` takes one framework, and further words some of its commands.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from assessor.resources import resource_dir
from benchmarks.interleave import RESULTS

_PROGRAM: Final = (sys.executable, "-m", "assessor")


@dataclass(frozen=True)
class Subject:
    """
    A framework as its author works on it.

    Attributes:
        rule: One that is shown, and looked for an example of.
        moved: What is other in the draft: a file below `rules`, a text and what stands there instead.
        log: The commands that make a log with its evidence.
    """

    framework: str
    cell: str
    features: tuple[str, ...]
    rule: str
    moved: tuple[str, str, str]
    log: tuple[tuple[str, ...], ...]
    until: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return resource_dir("rules") / self.framework


_UCDP: Final = str(resource_dir("rules") / "violence-mx" / "evidence" / "ucdp-ged-mexico.yaml")
SUBJECTS: Final = (
    Subject(
        "doctrine",
        "11",
        ("features/doctrine",),
        "consolidates",
        ("11-partner.yaml", "P6M", "P9M"),
        (("demo",),),
    ),
    Subject(
        "violence-mx",
        "colima",
        ("features/violence-mx",),
        "risen",
        ("10-deaths.yaml", "at_least: 25}", "at_least: 30}"),
        (
            ("init",),
            ("rules", "publish", str(resource_dir("rules") / "violence-mx"), "--reason", "measured", "--author", "us"),
            ("import", _UCDP),
        ),
        ("--known-at", "2024-12-31"),
    ),
)


def commands(subject: Subject, draft: Path, log: Path, room: Path) -> dict[str, tuple[str, ...]]:
    """Return each command with what it is given."""
    of, cell, tried = str(subject.folder), subject.cell, subject.features
    features = tuple(word for path in tried for word in ("--features", path))
    return {
        "check": (of,),
        "test": (*tried, "--junit", str(room / "out.xml")),
        "coverage": (*tried, "--page", str(room / "covered.html")),
        "mutate": (of, *features, "--cell", cell),
        "analyse": (of, "--cell", cell),
        "example": (subject.rule, of, "--cell", cell),
        "compare": (of, str(draft), "--cell", cell),
        "diff": (of, str(draft)),
        "show": (subject.rule, "--rules", of),
        "table": (cell, "--rules", of),
        "graph": (cell, "--rules", of, "--to", str(room / "graph.svg")),
        "schema": (of, "--out", str(room / "schemas")),
        "steps": (),
        "watch": (of, "--features", tried[0], "--rounds", "0"),
        "impact": (str(draft), "--plot", str(room / "impact.svg"), "--db", str(log)),
        "sensitivity": (cell, *subject.until, "--plot", str(room / "sensitivity.svg"), "--db", str(log)),
    }


def timed(*words: str) -> dict[str, float]:
    """Run the program; return what it took, its processes included, and how it ended."""
    begun, used = perf_counter(), _used()
    ended = subprocess.run((*_PROGRAM, *words), capture_output=True, check=False)  # noqa: S603 - our own program
    return {
        "seconds": round(perf_counter() - begun, 2),
        "processor_seconds": round(_used() - used, 2),
        "exit_code": ended.returncode,
    }


def _used() -> float:
    found = os.times()
    return found.children_user + found.children_system


def make_log(subject: Subject, folder: Path) -> Path:
    """Return a log with the framework and its evidence, made where it is not there."""
    path = folder / f"workbench-{subject.framework}.db"
    if not path.exists():
        for words in subject.log:
            assert timed(*words, "--db", str(path))["exit_code"] == 0, words
    return path


def main() -> None:
    """Measure, print and save."""
    wanted = sys.argv[1:]
    path = RESULTS / "workbench.json"
    kept: dict[str, dict[str, dict[str, float]]] = {}
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))["runs"]
    with tempfile.TemporaryDirectory() as made:
        logs = Path(os.environ.get("ASSESSOR_BENCHMARK_LOGS", made))
        for subject in SUBJECTS:
            if wanted and subject.framework not in wanted:
                continue
            draft = Path(made) / "draft" / subject.framework
            shutil.copytree(subject.folder, draft)
            file, text, instead = subject.moved
            rules = draft / "rules" / file
            rules.write_text(rules.read_text(encoding="utf-8").replace(text, instead), encoding="utf-8")
            each = commands(subject, draft, make_log(subject, logs), Path(made))
            for name, words in each.items():
                if wanted[1:] and name not in wanted[1:]:
                    continue
                taken = timed("rules", name, *words)
                kept.setdefault(subject.framework, {})[name] = taken
                print(f"{subject.framework:12} rules {name:12} {taken}", flush=True)
                _save(path, kept)


def _save(path: Path, runs: dict[str, dict[str, dict[str, float]]]) -> None:
    document = {
        "benchmark": "workbench",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()},
        "load_average": round(os.getloadavg()[0], 1),
        "runs": runs,
    }
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
