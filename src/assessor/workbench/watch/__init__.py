"""A framework looked at again whenever a file of it was saved: checked, and its features run as far as it matters."""

from __future__ import annotations

from assessor.workbench.watch.snapshot import Snapshot, snapshot_of
from assessor.workbench.watch.watching import Look, Watching

__all__ = ["Look", "Snapshot", "Watching", "snapshot_of"]
