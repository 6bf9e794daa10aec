"""
A process that appends to a log, and says each index once it is committed.

    python append_forever.py URL COUNT BATCH NAME

A COUNT of 0 goes on until the process is ended. Every transaction writes entries, content and
evidence together, so that a torn one would show.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from assessor.audit import EntryType, canonicalize, draft_entry
from assessor.store.database import Database
from assessor.store.evidence import EvidenceRow, digest_version


def append(database: Database, name: str, batch: int) -> list[int]:
    """Append one batch, whole; return its indices."""
    with database.write() as tx:
        size = tx.log.size()
        text = tx.content.put(f"{name}-{size}".encode(), media_type="text/plain", erasable=True)
        drafts = [
            draft_entry(EntryType.SIGNAL_RECORDED, {"text": text, "n": n, "x": "x" * 300}, actor=name)
            for n in range(batch)
        ]
        entries = tx.log.append(drafts, clock=lambda: datetime.now(UTC))
        for entry in entries:
            body = canonicalize({"id": f"s{entry.index}"})
            tx.evidence.add(
                EvidenceRow(
                    kind="signal",
                    id=f"s{entry.index}",
                    version=1,
                    entry_index=entry.index,
                    status="accepted",
                    known_from=entry.recorded_at,
                    recorded_at=entry.recorded_at,
                    backfill=False,
                    estimated=False,
                    look_ahead=False,
                    digest=digest_version(body, text),
                    text_digest=text,
                    body=body,
                )
            )
    return [entry.index for entry in entries]


def main(url: str, count: int, batch: int, name: str, output: int = 1) -> None:
    """Append COUNT batches, or without end, each acknowledged by a line."""
    database = Database(url)
    done = 0
    while count == 0 or done < count:
        indices = append(database, name, batch)
        os.write(output, f"{' '.join(map(str, indices))}\n".encode())
        done += 1
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
