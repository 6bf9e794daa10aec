"""
What a look need not do again: features that were not saved are not read, and rules that read alike stay the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.scenarios.feature import read_feature

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.ruleset.model import Rule, Ruleset
    from assessor.ruleset.problems import Problem
    from assessor.scenarios.feature import Case

    _Read = tuple[tuple[Case, ...], tuple[Problem, ...]]


@dataclass
class FeatureFiles:
    """Feature files, each read once until it is saved."""

    _read: dict[Path, _Read] = field(default_factory=dict)

    def read(self, path: Path) -> _Read:
        """See `assessor.scenarios.feature.read_feature`."""
        if path not in self._read:
            self._read[path] = read_feature(path)
        return self._read[path]

    def forget(self, saved: tuple[Path, ...]) -> None:
        """Forget what stood in files before they were saved."""
        for path in saved:
            self._read.pop(path, None)


def keep_rules(last: Ruleset, now: Ruleset) -> Ruleset:
    """Return a ruleset in which rules that read as they did are the very objects that they were."""
    known = {rule.id: rule for part in last.rules for rule in part.rules}

    def as_it_was(rule: Rule) -> Rule:
        was = known.get(rule.id)
        return was if was is not None and was == rule else rule

    parts = tuple(part.model_copy(update={"rules": tuple(map(as_it_was, part.rules))}) for part in now.rules)
    return now.model_copy(update={"framework": last.framework, "cells": last.cells, "rules": parts})
