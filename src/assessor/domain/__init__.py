"""Frozen values: frameworks, cells, evidence, verdicts. No I/O, no clock."""
