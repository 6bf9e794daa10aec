"""
Publishing a dashboard: 21 cells with 10,000 assessments, the first time, after one more, and when nothing changed.

Each time is that of the publish alone, in seconds of the clock and of processors, those of its other processes
included. The floor of the first is writing the same files into an empty folder with bare Python, that of the second
linking them, that of the third asking the system for each of them; they are measured in the same run. Then the site is
served: how long the first reader waits for its first page, and the first one after one more assessment. Last, the
framework on the 32 Mexican states is published, each judged on three days, again after one of them was assessed once
more with one signal more, and again when nothing changed.

The logs take minutes to make; where `ASSESSOR_BENCHMARK_LOGS` names a folder, they are kept there and found again.
`python -m benchmarks.publish 420` does the first part with fewer assessments, `python -m benchmarks.publish states` the
last alone; each keeps its result beside those of the others. Whole, it takes five minutes on two cores that are free.
"""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from assessor.bootstrap import open_assessor
from assessor.collector import collect_seldom
from assessor.services.assess import assess
from assessor.services.context import Engines
from assessor.services.publish_ruleset import latest
from assessor.services.record_evidence import record_batch
from assessor.site.publish import publish_site
from assessor.site.serve import LiveSite, open_server
from benchmarks.dashboard_log import LAST_DAY, build, build_states
from benchmarks.grown_log import one_signal
from benchmarks.interleave import RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from assessor.services.context import Context

CELLS: Final = 21
ASSESSMENTS: Final = 10_000
STATES: Final = "states"
_PAGE: Final = "/index.html"
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


def add_one(context: Context, number: int = 1, day: date | None = None) -> None:
    """
    Record a signal that touches one cell, under a number of its own, and assess that one again.

    Args:
        day: Of the signal, and the day judged; else today.
    """
    with context.database.read() as tx:
        rules = latest(tx).ruleset
    cell, said = rules.cells[0], rules.framework
    stages = [one.id for one in said.stages]
    name, when = f"published-once-more-{number}", day or datetime.now(UTC).date()
    signal = one_signal(name, when, [cell.cell], random.Random(1))  # noqa: S311 - nothing is secret
    told = json.loads(signal.model_dump_json(by_alias=True, exclude_defaults=True))
    told["sources"][0]["tier"] = said.tiers[0].tier
    told["signals"][0]["impacts"] = [
        {
            "cell": cell.cell,
            "dimensions": [cell.dimensions[0].id],
            "direction": said.directions[0].id,
            "stage": "outcome" if "outcome" in stages else stages[0],
            "severity": said.severities[0].id,
        }
    ]
    record_batch(context, type(signal).model_validate(told))
    assess(context, cell.cell, as_of=day)


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


def ask_bare(site: Path) -> dict[str, float]:
    """Ask the system for each file of a site, as a publish does that keeps all of them."""
    names = files_of(site)
    return timed(lambda: [os.lstat(name) for name in names])


def serve(context: Context, site: Path) -> dict[str, dict[str, float]]:
    """Serve a site from its folder, and tell what its first reader waits, before and after one more assessment."""
    found: dict[str, dict[str, float]] = {}
    opened: list[LiveSite] = []
    found["serve: until it answers"] = timed(lambda: opened.append(LiveSite(context, site)))
    with opened[0] as live, open_server(live, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found["serve: a page"] = timed(lambda: ask(server.server_port))
        add_one(context, 2)
        found["serve: a page after one more"] = timed(lambda: ask(server.server_port))
        found["serve: until the new one is there"] = timed(lambda: live.refresh(600))
        server.shutdown()
        thread.join()
    return found


def ask(port: int) -> None:
    """Ask the server for the overview."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", _PAGE)
    answer = connection.getresponse()
    assert answer.status == HTTPStatus.OK
    answer.read()
    connection.close()


def files_of(site: Path) -> list[Path]:
    """Return the files of a site, in order."""
    return sorted(path for path in site.rglob("*") if path.is_file())


def sizes(site: Path) -> dict[str, Any]:
    """Return how many files a site has, and how large they and its pages are."""
    found = {str(path.relative_to(site)): path.stat().st_size for path in files_of(site)}
    pages = [size for name, size in found.items() if name.endswith(".html")]
    return {
        "files": len(found),
        "documents": sum(name.startswith("documents/") for name in found),
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
        found["floor: the same files asked for"] = ask_bare(site)
        found |= serve(context, site)
    return found


def run_states(path: Path, room: Path) -> dict[str, Any]:
    """Publish the states, again after one of them was assessed once more, and again when nothing changed."""
    site = room / "states"
    with open_assessor(str(copy_log(path, room)), "benchmark") as context:
        native = replace(context, engines=Engines(context.engines.first, None, context.engines.memo))
        found: dict[str, Any] = {"first": publish(context, site), "sizes": sizes(site)}
        add_one(native, day=LAST_DAY)
        found["after one more"] = publish(context, site)
        found["nothing changed"] = publish(context, site)
    return found


def tell(title: str, found: dict[str, Any]) -> None:
    """Print what was found."""
    print(title)
    for name, one in found.items():
        print(f"  {name:32} {', '.join(f'{key} {value:,}' for key, value in one.items())}", flush=True)


def main() -> None:
    """Run the benchmark."""
    collect_seldom()
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as made:
        room = Path(made)
        folder = Path(os.environ.get("ASSESSOR_BENCHMARK_LOGS") or room)
        if wanted != STATES:
            assessments = int(wanted or ASSESSMENTS)
            path = make_log(folder, f"cells-{assessments}", lambda context: build(context, CELLS, assessments))
            load = os.getloadavg()[0]
            found = run_dashboard(path, room)
            tell(f"{CELLS} cells, {assessments:,} assessments", found)
            keep(f"{CELLS} cells, {assessments} assessments", found, load)
            shutil.rmtree(room / "site")
        if wanted in {"", STATES}:
            path = make_log(folder, STATES, build_states)
            load = os.getloadavg()[0]
            found = run_states(path, room)
            tell("32 states, each judged on three days", found)
            keep("32 states, 96 assessments", found, load)


def keep(name: str, found: dict[str, Any], load: float) -> None:
    """Save what was found beside what was found of other logs."""
    path = RESULTS / "publish.json"
    saved: dict[str, Any] = (
        json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"benchmark": "publish", "runs": {}}
    )
    machine = {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()}
    run = {"at": str(datetime.now(UTC).date()), "machine": machine, "load_average": round(load, 1)}
    saved["runs"][name] = run | found
    path.write_text(json.dumps(saved, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
