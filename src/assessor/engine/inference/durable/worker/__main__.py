"""
The worker's loop: one JSON line in, one JSON line out, until the parent closes the pipe.

First line out: `{"ready": true}`, or `{"unavailable": reason}` where durable-rules cannot be
imported. Then `{"load": digest, "program": …}` is answered by `{"loaded": digest}`, and
`{"infer": digest, "batch": […]}` by `{"derived": […]}`; anything that goes wrong by
`{"fault": reason}`, after which the process ends.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import TextIOWrapper

    from .session import Session


def main(seconds: float) -> None:
    """Serve requests; the start and each of them may take `seconds`, or the process ends itself."""
    answers = _claim_stdout()
    signal.setitimer(signal.ITIMER_REAL, seconds)  # a parent that was killed cannot stop a hanging engine
    try:
        from .session import Session  # noqa: PLC0415  # durable-rules may be missing, which is an answer
    except Exception as error:  # noqa: BLE001  # or broken, in whatever way
        _say(answers, {"unavailable": _explain(error)})
        return
    _say(answers, {"ready": True})
    signal.setitimer(signal.ITIMER_REAL, 0)
    sessions: dict[str, Session] = {}
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            answer = _serve(json.loads(line), sessions, Session)
        except Exception as error:  # noqa: BLE001  # whatever it is, the parent must hear of it
            _say(answers, {"fault": f"{type(error).__name__}: {error}"})
            return
        _say(answers, answer)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _serve(
    request: dict[str, Any], sessions: dict[str, Session], start: Callable[[dict[str, Any]], Session]
) -> dict[str, Any]:
    if "load" in request:
        sessions[request["load"]] = start(request["program"])
        return {"loaded": request["load"]}
    session = sessions[request["infer"]]
    return {"derived": [session.infer(inputs) for inputs in request["batch"]]}


def _explain(error: Exception) -> str:
    """Return what went wrong, with no word on where this machine keeps its files: it goes on record."""
    text = f"{type(error).__name__}: {error}"
    path = error.path if isinstance(error, ImportError) else None
    return text.replace(path, Path(path).name) if path else text


def _claim_stdout() -> TextIOWrapper:
    """Keep standard output for answers; what anyone else prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _say(answers: TextIOWrapper, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]))
