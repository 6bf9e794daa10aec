"""
The command line: one file per command or group, each translating to one use case.

Holds the door alone: `app` is the program, `main` runs it once.
"""

from assessor.cli.program import app
from assessor.cli.run import main

__all__ = ["app", "main"]
