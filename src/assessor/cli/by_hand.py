"""
A batch of evidence from options, checked like a file, with problems named by option.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assessor.errors import EvidenceInvalidError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.domain.evidence_file import EvidenceFile

_OPTIONS = {"dimensions": "dimension", "tags": "tag"}
_NEW_SOURCE = "--new-source"


def batch_by_hand(**items: Sequence[dict[str, Any]]) -> EvidenceFile:
    """
    Return a batch of what was given as options.

    Args:
        items: `sources`, `signals`, `readings`, each as a file would state it.

    Raises:
        EvidenceInvalidError: Something has the wrong shape; each option that is wrong is named.
    """
    from pydantic import ValidationError

    from assessor.domain.evidence_file import EvidenceFile
    from assessor.ruleset.shape_words import describe_shape_error

    try:
        return EvidenceFile.model_validate(
            {"batch": "by-hand", "provenance": "entered on the command line", **{k: list(v) for k, v in items.items()}}
        )
    except ValidationError as error:
        told = [f"{_option(e['loc'])}{describe_shape_error(e)}" for e in error.errors(include_url=False)]
        raise EvidenceInvalidError("\n".join(dict.fromkeys(told))) from error


def _option(location: tuple[int | str, ...]) -> str:
    """Return the option that a place in the batch came from, as the beginning of a message."""
    names = [step for step in location if isinstance(step, str)]
    if names[:1] == ["sources"]:
        return f"`{_NEW_SOURCE}`: {names[-1]}: "
    if names[1:2] == ["sources"]:
        return "`--source`: "
    return f"`--{_OPTIONS.get(names[-1], names[-1])}`: " if len(names) > 1 and names[-1] != "impacts" else ""


def parse_new_source(text: str) -> dict[str, Any]:
    """
    Read a source from `id|title|tier|published`; the title may hold bars.

    Raises:
        UsageError: It has fewer parts.
    """
    name, _, rest = text.partition("|")
    parts = rest.rsplit("|", 2)
    if not name or len(parts) != len(("title", "tier", "published")):
        raise UsageError(f"`{_NEW_SOURCE}` is written `id|title|tier|published`, such as `ap-1|AP report|2|2026-04-26`")
    tier = int(parts[1]) if re.fullmatch("[0-9]{1,9}", parts[1]) else parts[1]
    return {"id": name, "title": parts[0], "tier": tier, "published": parts[2]}
