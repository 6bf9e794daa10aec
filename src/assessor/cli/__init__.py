"""
The command line: one file per command or group, each translating to one use case.

Holds the door alone: `main`.
"""

from assessor.cli.run import main

__all__ = ["main"]
