"""
Publishing a dashboard: 21 cells with 10,000 assessments, the first time, after one more, and when nothing changed.

Each time is that of the publish alone, in seconds of the clock and of processors, those of its other processes
included. The floor of the first is writing the same files into an empty folder with bare Python, that of the others
linking them; it is measured in the same run. After them, the framework on the 32 Mexican states is published, each
judged on three days, and again when nothing changed.

The logs take minutes to make; where `ASSESSOR_BENCHMARK_LOGS` names a folder, they are kept there and found again.
`python -m benchmarks.publish 200` tries it with fewer assessments and without the states, and keeps no result.
"""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from assessor.bootstrap import open_assessor
from assessor.services.assess import assess
from assessor.services.publish_ruleset import latest
from assessor.services.record_evidence import record_batch
from assessor.site.publish import publish_site
from benchmarks.dashboard_log import build, build_states
from benchmarks.grown_log import one_signal
from benchmarks.interleave import RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.services.context import Context

CELLS: Final = 21
ASSESSMENTS: Final = 10_000
STATES: Final = "states"
_BESIDE: Final = ("", ".key", ".pins")


def timed(run: Callable[[], object]) -> dict[str, float]:
    """Return what something takes: seconds of the clock, and of all processors."""
    begun, used = perf_counter(), _used()
    run()
    return {"seconds": round(perf_counter() - begun, 2), "processor_seconds": round(_used() - used, 2)}


def _used() -> float:
    found = os.times()
    return found.user + found.system + found.children_user + found.children_system


def make_log(folder: Path, name: str, fill: Callable[[Context], object]) -> Path:
    """Return the file of a log, made where it is not there."""
    path = folder / f"{name}.db"
    if not path.exists():
        partly = folder / f"{name}.part"
        with open_assessor(str(partly), "benchmark") as context:
            fill(context)
        for ending in _BESIDE:
            partly.with_name(f"{partly.name}{ending}").rename(f"{path}{ending}")
    return path


def copy_log(path: Path, folder: Path) -> Path:
    """Return a copy of a log that can be added to."""
    for ending in _BESIDE:
        shutil.copy(f"{path}{ending}", folder / f"log.db{ending}")
    return folder / "log.db"


def publish(context: Context, site: Path) -> dict[str, Any]:
    """Publish, and tell what it took and did."""
    found: list[Any] = []
    taken = timed(lambda: found.append(publish_site(context, site)))
    return taken | {"written": found[0].written, "kept": found[0].kept}


def add_one(context: Context) -> None:
    """Record a signal that touches one cell, and assess that one again."""
    with context.database.read() as tx:
        rules = latest(tx).ruleset
    cell, today = rules.cells[0], datetime.now(UTC).date()
    signal = one_signal("published-once-more", today, [cell.cell], random.Random(1))  # noqa: S311 - nothing is secret
    told = json.loads(signal.model_dump_json(by_alias=True, exclude_defaults=True))
    told["signals"][0]["impacts"] = [
        {
            "cell": cell.cell,
            "dimensions": [cell.dimensions[0].id],
            "direction": "advancing",
            "stage": "outcome",
            "severity": "minor",
        }
    ]
    record_batch(context, type(signal).model_validate(told))
    assess(context, cell.cell)


def write_bare(site: Path, folder: Path) -> dict[str, float]:
    """Write the files of a site into an empty folder; reading them is not counted."""
    seconds = used = 0.0
    for path in files_of(site):
        data = path.read_bytes()
        begun, before = perf_counter(), _used()
        target = folder / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        seconds, used = seconds + perf_counter() - begun, used + _used() - before
    last = timed(os.sync)
    return {"seconds": round(seconds + last["seconds"], 2), "processor_seconds": round(used, 2)}


def link_bare(site: Path, folder: Path) -> dict[str, float]:
    """Link the files of a site into an empty folder and remove the links, as a publish does with an old site."""

    def run() -> None:
        for path in files_of(site):
            target = folder / path.relative_to(site)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, target)
        shutil.rmtree(folder)

    return timed(run)


def files_of(site: Path) -> list[Path]:
    """Return the files of a site, in order."""
    return sorted(path for path in site.rglob("*") if path.is_file())


def sizes(site: Path) -> dict[str, Any]:
    """Return how many files a site has, and how large they and its pages are."""
    found = {str(path.relative_to(site)): path.stat().st_size for path in files_of(site)}
    pages = [size for name, size in found.items() if name.endswith(".html")]
    return {
        "files": len(found),
        "megabytes": round(sum(found.values()) / 1e6, 1),
        "largest_page": max(pages),
        "median_page": median(pages),
    }


def run_dashboard(path: Path, room: Path) -> dict[str, Any]:
    """Publish a dashboard three times, beside its floors."""
    site, bare = room / "site", room / "bare"
    with open_assessor(str(copy_log(path, room)), "benchmark") as context:
        found: dict[str, Any] = {"first": publish(context, site), "sizes": sizes(site)}
        bare.mkdir()
        found["floor: the same files written"] = write_bare(site, bare)
        shutil.rmtree(bare)
        add_one(context)
        found["after one more"] = publish(context, site)
        found["nothing changed"] = publish(context, site)
        bare.mkdir()
        found["floor: the same files linked"] = link_bare(site, bare)
    return found


def run_states(path: Path, room: Path) -> dict[str, Any]:
    """Publish the states twice."""
    site = room / "states"
    with open_assessor(str(copy_log(path, room)), "benchmark") as context:
        return {"first": publish(context, site), "sizes": sizes(site), "nothing changed": publish(context, site)}


def tell(title: str, found: dict[str, Any]) -> None:
    """Print what was found."""
    print(title)
    for name, one in found.items():
        print(f"  {name:32} {', '.join(f'{key} {value:,}' for key, value in one.items())}", flush=True)


def main() -> None:
    """Run the benchmark."""
    assessments = int(sys.argv[1]) if len(sys.argv) > 1 else ASSESSMENTS
    is_whole = assessments == ASSESSMENTS
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as made:
        room = Path(made)
        folder = Path(os.environ.get("ASSESSOR_BENCHMARK_LOGS") or room)
        path = make_log(folder, f"dashboard-{assessments}", lambda context: build(context, CELLS, assessments))
        load = os.getloadavg()[0]
        found = {"dashboard": run_dashboard(path, room)}
        tell(f"{CELLS} cells, {assessments:,} assessments", found["dashboard"])
        if is_whole:
            keep(found, load)
            shutil.rmtree(room / "site")
            found[STATES] = run_states(make_log(folder, STATES, build_states), room)
            tell("32 states, each judged on three days", found[STATES])
            keep(found, load)


def keep(found: dict[str, Any], load: float) -> None:
    """Save what was found."""
    machine = {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()}
    told = {"benchmark": "publish", "at": str(date.today()), "machine": machine, "load_average": round(load, 1)}  # noqa: DTZ011
    (RESULTS / "publish.json").write_text(json.dumps(told | found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
