"""
The pages of rules: every publication, and the text of each ruleset as it is in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.audit import render_instant
from assessor.engine.describe import describe
from assessor.report.charts.ticks import tell_day
from assessor.ruleset.conditions import children
from assessor.ruleset.model import SharedRules
from assessor.site import names
from assessor.site.pages.told import tell_moment
from assessor.site.pages.wording import in_words
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule, Ruleset
    from assessor.site.gather.record import Record
    from assessor.site.render import House
    from assessor.store.rulesets import RulesetRow


def render_rules(house: House, record: Record, titles: Mapping[str, str]) -> bytes:
    """
    Return the page of all publications, the newest first.

    Args:
        titles: Of each ruleset, by digest.
    """
    published = [
        {
            "since": str(row.effective_from),
            "title": titles[row.digest],
            "digest": row.digest[:19],
            "link": names.rules_page(row.digest),
            "entry": row.entry_index,
            "published": tell_moment(render_instant(row.published_at)),
        }
        for row in reversed(record.published)
    ]
    return render_page(
        "rules.html.j2", names.RULES, house, {"heading": "Rules", "published": published}, Drawings(house)
    )


def render_ruleset(house: House, rules: Ruleset, row: RulesetRow) -> bytes:
    """Return the page of one ruleset, as first published."""
    drawings = Drawings(house)
    told = {
        "heading": rules.framework.title,
        "since": tell_day(row.effective_from),
        "digest": row.digest,
        "states": [
            {"id": term.id, "definition": term.definition, "swatch": drawings.swatch(term.id)}
            for term in rules.framework.trajectories
        ],
        "groups": [
            {
                "title": "Every cell" if isinstance(some, SharedRules) else rules.cell(some.cell).title,
                "rules": [_rule(rule) for rule in some.rules],
            }
            for some in rules.rules
        ],
    }
    return render_page("ruleset.html.j2", names.rules_page(row.digest), house, told, drawings)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "anchor": names.anchor(rule.id),
        "about": rule.about or "",
        "then": _then(rule),
        "condition": _condition(rule.condition),
        "because": rule.because,
    }


def _then(rule: Rule) -> str:
    """Return what a rule concludes, as its author wrote it."""
    written = rule.then.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return "; ".join(f"{key} {_list(value)}" for key, value in written.items())


def _list(value: object) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list) else str(value)


def _condition(condition: Condition) -> dict[str, Any]:
    return {
        "text": in_words(describe(condition)),
        "reason": getattr(condition, "reason", ""),
        "parts": [_condition(child) for child in children(condition)],
    }
