"""
`framework.yaml` and `codebook.yaml` as the one document that the framework's shape is checked against.

Holds which key stands in which file, so that a problem is told where its key was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.framework import Framework
from assessor.domain.quoting import quote
from assessor.ruleset.problems import did_you_mean
from assessor.ruleset.yaml_source import YamlDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.ruleset.problems import Problem, Severity

CODEBOOK: Final = ("directions", "aspects", "stages", "severities", "tags", "amounts", "tiers")
"""The lists of a framework that stand in `codebook.yaml`."""


@dataclass(frozen=True, slots=True)
class FrameworkDocument(YamlDocument):
    """Both files as one; `data` has the keys of both, and each place is in the file that holds its key."""

    framework: YamlDocument
    codebook: YamlDocument | None

    def holder(self, key: str | int) -> YamlDocument:
        """Return the file in which a key stands, or would stand: where there is a codebook, its lists there."""
        if self.codebook is not None and key in CODEBOOK and key not in self.framework.data:
            return self.codebook
        return self.framework

    def problem(
        self, path: Sequence[str | int], message: str, code: str, *, key: bool = False, severity: Severity = "error"
    ) -> Problem:
        """Return a problem with the value, or the key, at a path, in the file that holds it."""
        return self.holder(path[0] if path else "").problem(path, message, code, key=key, severity=severity)


def join_codebook(framework: YamlDocument, codebook: YamlDocument | None) -> tuple[FrameworkDocument, list[Problem]]:
    """Return both files as one, and what is wrong with keys of the codebook; those are left out."""
    data: dict[str, Any] = dict(framework.data)
    problems: list[Problem] = []
    if codebook is not None:
        for key, value in codebook.data.items():
            wrong = _why_not_here(key, framework)
            if wrong:
                problems.append(codebook.problem((key,), wrong, "codebook-key", key=True))
            else:
                data[key] = value
    joined = FrameworkDocument(framework.name, data, framework._root, framework, codebook)  # noqa: SLF001 - its places
    return joined, problems


def _why_not_here(key: str, framework: YamlDocument) -> str:
    """Return why a key does not belong into the codebook; nothing where it does."""
    if key in framework.data:
        return f"{quote(key)} stands in framework.yaml too; remove it from one of the two files"
    if key in CODEBOOK:
        return ""
    if key in Framework.model_fields:
        return f"{quote(key)} belongs into framework.yaml; a codebook holds {', '.join(CODEBOOK)}"
    return f"unknown key {quote(key)}{did_you_mean(key, CODEBOOK) or '; a codebook holds ' + ', '.join(CODEBOOK)}"
