"""
Coverage as a page: the text of every rule, each line in the colour and with the sign of how far it is tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.report.charts.palette import INK, LINE, PAPER, QUIET, in_the_dark
from assessor.report.coverage import HEADS, share_of
from assessor.report.pages.templates import render_template
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.report.coverage import Coverage, Goal, Number

_SIGNS: Final = {"asserted": "✓", "partly": "◐", "unseen": "○", "untried": "✗"}
_KEY: Final = {
    "asserted": "all that there is to try of this line is asserted: an expectation depends on it",
    "partly": "some of it is asserted",
    "unseen": "scenarios come to some of it, and no expectation depends on that",
    "untried": "no scenario comes to any of it",
}
_COLOURS: Final = {
    "asserted": ("#cfe7e3", "#1b4346"),
    "partly": ("#f3e9c3", "#4b4114"),
    "unseen": ("#f6dcc3", "#5a3717"),
    "untried": ("#f4c9c2", "#66241d"),
}

_DEEPEST: Final = 24
"""Characters at most by which the rest of a line that is broken stands further right."""


def render_coverage_page(found: Coverage, numbers: Mapping[str, Number]) -> str:
    """
    Return coverage as one HTML file that needs nothing else, the same for the same coverage.

    Args:
        numbers: By kind, then of all kinds together, then by framework where there are several.

    Raises:
        ConfigurationError: What makes pages is not installed.
    """
    drawn = {f"bar-{kind}": _bar(number) for kind, number in numbers.items()}
    by_line: dict[tuple[str, int], list[Goal]] = {}
    for goal in found.goals:
        by_line.setdefault((goal.file, goal.line), []).append(goal)
    told = {
        "title": safe(f"What features try of {' and '.join(found.frameworks)}"),
        "lead": (
            f"{found.scenarios} scenarios ran. Asserted is what an expectation depends on: had it alone come out "
            "otherwise, the next on the way to what was expected would have too."
        ),
        "how": "Lines without a sign ask for nothing. Open the words under a line to read what nobody has tried of it.",
        "numbers": [
            {"kind": kind, "bar": f"bar-{kind}", "asserted": n.asserted, "come_to": n.come_to, "goals": n.goals,
             "share": share_of(n)}
            for kind, n in numbers.items()
        ],
        "key": [{"level": level, "sign": _SIGNS[level], "text": text} for level, text in _KEY.items()],
        "files": [
            {"name": safe(name), "said": _said([goal for goal in found.goals if goal.file == name]), "lines": [
                _line(text, by_line.get((name, number), ())) for number, text in enumerate(written.splitlines(), 1)
            ]}
            for name, written in found.files.items()
        ],
        "colours": {
            **{name: {"light": colour, "dark": in_the_dark(colour)} for name, colour in
               {"paper": PAPER, "ink": INK, "quiet": QUIET, "line": LINE}.items()},
            **{name: {"light": light, "dark": dark} for name, (light, dark) in _COLOURS.items()},
        },
    }  # fmt: skip
    return render_template("coverage.html.j2", told, drawn)


def _line(text: str, goals: Sequence[Goal]) -> dict[str, object]:
    """Return a line of a file with what there is to try of it."""
    level = level_of(goals)
    one_part = len({goal.about for goal in goals}) == 1
    missing = [
        safe(f"{HEADS[goal.level]} {goal.words}{f' [{goal.about}]' if goal.about and not one_part else ''}")
        for goal in goals
        if goal.level in HEADS
    ]
    hang = len(text) - len(text.lstrip(" ")) + 2
    return {"text": safe(text), "level": level, "sign": _SIGNS.get(level, ""), "said": _said(goals),
            "missing": missing, "hang": min(hang, _DEEPEST)}  # fmt: skip


def _said(goals: Sequence[Goal]) -> str:
    asserted = sum(goal.level == "asserted" for goal in goals)
    return f"{asserted} of {len(goals)} asserted"


def level_of(goals: Sequence[Goal]) -> str:
    """Return how far a line is tried, as its sign has it; nothing where there is nothing to try."""
    levels = {goal.level for goal in goals}
    if not levels:
        return ""
    if levels == {"asserted"}:
        return "asserted"
    if "asserted" in levels:
        return "partly"
    return "unseen" if "come to" in levels else "untried"


def _bar(number: Number) -> str:
    """Return a bar: filled as far as is asserted, framed on as far as scenarios come."""
    if not number.goals:
        return ""
    wide, seen = (200 * part // number.goals for part in (number.asserted, number.come_to))
    return (
        '<svg viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="200" height="10" fill="none" stroke="var(--line)"/>'
        f'<rect width="{seen}" height="10" fill="var(--partly)" stroke="var(--line)"/>'
        f'<rect width="{wide}" height="10" fill="var(--quiet)"/></svg>'
    )
