"""
What a framework declares and no rule ever uses: indicators, amounts, words of the codebook, conclusions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.ruleset.conclusions import (
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.ruleset.conditions import walk
from assessor.ruleset.duplicates import declared_in
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.problems import Problem
    from assessor.workbench.check.subject import Subject

_WORDS: Final = {
    "directions": ("direction",),
    "aspects": ("aspect",),
    "stages": ("stage",),
    "severities": ("severity",),
    "tags": ("tags", "without_tags"),
}
"""For each list of the codebook, the filters that ask for its words."""

_MOST_NAMES: Final = 8


def check_unused(subject: Subject) -> Iterator[Problem]:
    """Yield what is declared, measured or defined in vain; nothing of a framework without rules."""
    if not subject.cells:
        return
    yield from _check_measured(subject)
    yield from _check_words(subject)
    yield from _check_concluded(subject)
    yield from _check_dimensions(subject)


def _check_measured(subject: Subject) -> Iterator[Problem]:
    indicators: set[str] = set()
    amounts: set[str] = set()
    for placed in subject.rules:
        for part in walk(placed.rule.condition):
            if isinstance(part, Reading):
                indicators.add(part.reading)
            elif isinstance(part, Readings):
                indicators.update(part.readings)
            elif isinstance(part, Signals) and part.sum is not None:
                amounts.add(part.sum.of)
    for kind, key, used, code in (
        ("indicator", "indicators", indicators, "unused-indicator"),
        ("amount", "amounts", amounts, "unused-amount"),
    ):
        for place, declared in enumerate(getattr(subject.framework, key)):
            if declared.id not in used:
                message = f"{kind} {quote(declared.id)} is read by no rule; write one that reads it, or remove it"
                path = (key, place, "id")
                yield subject.document.problem(path, message, code, severity="warning")


def _check_words(subject: Subject) -> Iterator[Problem]:
    """Yield, once for each list, the words by which evidence is tagged and that no rule asks for."""
    asked: dict[str, set[str]] = {key: set() for key in _WORDS}
    for placed in subject.rules:
        for part in walk(placed.rule.condition):
            if isinstance(part, Signals) and part.weight is not None:
                asked["severities"].update(term.id for term in subject.framework.severities)
            for selector in (part.signals, part.after) if isinstance(part, Signals) else ():
                for key, filters in _WORDS.items():
                    asked[key].update(word for name in filters for word in getattr(selector, name, None) or ())
    for key, used in asked.items():
        unused = [term.id for term in getattr(subject.framework, key) if term.id not in used]
        if unused:
            more = f" and {len(unused) - _MOST_NAMES} more" if unused[_MOST_NAMES:] else ""
            message = (
                f"{key} that no rule asks for: {', '.join(map(quote, unused[:_MOST_NAMES]))}{more}; no verdict depends "
                "on them: they help who reads the evidence, or can go"
            )
            yield subject.document.problem((key,), message, "unused-word", key=True, severity="note")


def _check_concluded(subject: Subject) -> Iterator[Problem]:
    concluded: dict[str, set[str]] = {"trajectories": {subject.framework.initial}}
    for placed in subject.rules:
        match placed.rule.then:
            case ConcludeTransition(transition=name):
                concluded["trajectories"].add(name)
            case ConcludeStatus(status=name):
                concluded.setdefault("statuses", set()).add(name)
            case ConcludeTrend(trend=name):
                concluded.setdefault("trends", set()).add(name)
            case ConcludeQualifier(qualifier=name):
                concluded.setdefault("qualifiers", set()).add(name)
            case _:
                pass
    kinds = {"trajectories": "trajectory", "statuses": "status", "trends": "trend", "qualifiers": "qualifier"}
    for key, kind in kinds.items():
        for place, term in enumerate(getattr(subject.framework, key)):
            if term.id not in concluded.get(key, ()):
                message = f"{kind} {quote(term.id)} is concluded by no rule; write one that does, or remove it"
                path = (key, place, "id")
                yield subject.document.problem(path, message, "never-concluded", severity="warning")


def _check_dimensions(subject: Subject) -> Iterator[Problem]:
    """Yield dimensions of judged cells whose status no rule concludes."""
    files = {file.cell: file.document for file in subject.authored.cells}
    for judged in subject.cells:
        decided = {p.rule.then.dimension for p in judged.rules if isinstance(p.rule.then, ConcludeStatus)}
        for declared in declared_in(files[judged.cell], "dimensions"):
            if declared.id not in decided:
                message = (
                    f"dimension {quote(declared.id)}: no rule concludes its status, so it always is undetermined; "
                    "write one that does, or remove the dimension"
                )
                yield declared.document.problem(declared.path, message, "undecided-dimension", severity="warning")
