"""
Standard output and standard error as a command meets them: closed, full, or with a reader who has gone.

Whoever reads may stop early; a command then goes on to its own end and its own exit code.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from assessor.errors import ConfigurationError


def prepare() -> None:
    """Make both streams writable whatever they are, and let a letter that one lacks be shown by its number."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def put(text: str) -> None:
    """
    Write to standard output, all of it now; what nobody reads any more is dropped.

    Raises:
        ConfigurationError: It cannot be written, for want of room perhaps.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop(sys.stdout)
    except OSError as error:
        _drop(sys.stdout)
        message = f"standard output: {error.strerror}; what was recorded stays recorded, `assessor log show` tells"
        raise ConfigurationError(message) from error


def warn(text: str) -> None:
    """Write a line to standard error, where that can be done at all."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)


def finish() -> None:
    """Write what is left, where somebody reads it: a process that ends has nothing to complain of."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _drop(stream)


def _drop(stream: TextIO) -> None:
    """Let what is left in a stream, and what may follow, go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
