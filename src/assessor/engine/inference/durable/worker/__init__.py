"""
The worker process: durable-rules and its guard rails, one session, one request at a time.

This package runs in a process of its own, as the top-level package `worker`, so that it
starts fast: its modules import each other relatively, the standard library and
durable-rules, and nothing else of Assessor.
"""
