"""
The second inference engine: durable-rules, in a worker process, behind guard rails.

Only `DurableEngine` is for use outside.
"""

from assessor.engine.inference.durable.client import DurableEngine

__all__ = ["DurableEngine"]
