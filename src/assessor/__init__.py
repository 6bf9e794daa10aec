"""
Assessor: verdicts from readable rules, recorded in a log that a stranger can verify.

Holds the version and nothing else: each room's own `__init__` is its door.
"""

from importlib.metadata import version

__version__ = version("assessor")
