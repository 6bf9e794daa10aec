"""
The pages of one ruleset: its words with the rules that judge every cell, and a page of each cell's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.report.charts.ticks import tell_day
from assessor.report.sentences import say_conclusion, say_span
from assessor.ruleset.conditions import children
from assessor.ruleset.model import CellRules
from assessor.site import names
from assessor.site.pages.ways import RuleWays
from assessor.site.pages.wording import natural, number_of, shorten, tell_condition
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework, Indicator, Term
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule, Ruleset
    from assessor.site.render import House
    from assessor.store.rulesets import RulesetRow

_POLARITIES: Final = {"higher": "higher is better", "lower": "lower is better", "none": ""}


def render_ruleset_pages(house: House, rules: Ruleset, row: RulesetRow) -> Iterator[tuple[str, bytes]]:
    """
    Yield the pages of a ruleset with their addresses: its own, then one for each cell that has rules.

    Args:
        row: Its first publication.
    """
    yield names.ruleset_page(row.digest), _render_ruleset(house, rules, row)
    for cell in _own_rules(rules):
        page = names.cell_rules_page(row.digest, cell)
        yield page, _render_cell_rules(house, page, rules, row, cell)


def _own_rules(rules: Ruleset) -> dict[str, int]:
    """Return how many rules each cell has of its own, where it has some, in the cells' order."""
    found = {one.cell: 0 for one in rules.cells}
    for some in rules.rules:
        if isinstance(some, CellRules):
            found[some.cell] += len(some.rules)
    return {cell: number for cell, number in found.items() if number}


def _render_ruleset(house: House, rules: Ruleset, row: RulesetRow) -> bytes:
    drawings, framework, own = Drawings(house), rules.framework, _own_rules(rules)
    told = {
        "heading": framework.title,
        "about": framework.about,
        "since": tell_day(row.effective_from),
        "digest": row.digest,
        "states": [
            {"id": term.id, "definition": term.definition, "swatch": drawings.swatch(term.id)}
            for term in framework.trajectories
        ],
        "rules": [_rule(rule, framework, _shared_titles(rules)) for rule in rules.shared],
        "cells": [
            {
                "title": shorten(rules.cell(cell).title),
                "link": names.cell_rules_page(row.digest, cell),
                "told": number_of(number, "rule"),
            }
            for cell, number in sorted(own.items(), key=lambda one: natural(one[0]))
        ],
        "others": _tell_others(len(rules.cells) - len(own), is_judged=bool(rules.shared)),
        "indicators": [_indicator(one) for one in framework.indicators],
        "words": [{"title": title, "terms": terms} for title, terms in _words(framework) if terms],
    }
    return render_page("ruleset.html.j2", names.ruleset_page(row.digest), house, told, drawings)


def _render_cell_rules(house: House, page: str, rules: Ruleset, row: RulesetRow, cell: str) -> bytes:
    """Return the page of a cell's rules in their order; of one that judges every cell, its place in it and the way."""
    ways = RuleWays(page, row.digest, cell, rules)
    titles = _titles(rules.cell(cell))
    told = {
        "heading": rules.cell(cell).title,
        "framework": {"title": shorten(rules.framework.title), "link": ways.to_all()},
        "since": tell_day(row.effective_from),
        "digest": row.digest,
        "rules": [
            {"id": rule.id, "elsewhere": ways.to(rule.id)}
            if rules.is_shared(rule.id)
            else _rule(rule, rules.framework, titles)
            for rule in rules.rules_of(cell).rules
        ],
    }
    return render_page("cell_rules.html.j2", page, house, told, Drawings(house))


def _tell_others(number: int, *, is_judged: bool) -> str:
    """Return what is true of the cells without rules of their own."""
    if number == 0:
        return ""
    has = "has" if number == 1 else "have"
    return f"{number_of(number, 'cell')} {has} no rules{' but those of every cell' if is_judged else ''}."


def _words(framework: Framework) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield what evidence and rules are told in, by kind, with what each word means."""
    kinds: tuple[tuple[str, tuple[Term, ...]], ...] = (
        ("Directions", framework.directions), ("Aspects", framework.aspects), ("Stages", framework.stages),
        ("Severities", framework.severities), ("Tags", framework.tags), ("Statuses", framework.statuses),
        ("Trends", framework.trends), ("Qualifiers", framework.qualifiers),
    )  # fmt: skip
    for title, terms in kinds:
        yield title, [{"id": term.id, "told": term.definition} for term in terms]
    yield "Amounts", [{"id": one.id, "told": f"{one.unit}: {one.counts}"} for one in framework.amounts]
    yield "Kinds of sources", [{"id": f"tier {one.tier}", "told": one.definition} for one in framework.tiers]


def _indicator(one: Indicator) -> dict[str, str]:
    parts = [one.unit, _POLARITIES[one.polarity], f"every {say_span(one.cadence)}", one.publisher]
    return {
        "anchor": names.anchor("indicator", one.id),
        "id": one.id,
        "title": one.title,
        "told": " · ".join(part for part in parts if part),
        "about": one.about,
    }


def _titles(cell: Cell) -> dict[str, str]:
    """Return what the dimensions and tensions of a cell are called."""
    return {one.id: one.title for one in cell.tensions} | {one.id: one.title for one in cell.dimensions}


def _shared_titles(rules: Ruleset) -> dict[str, str]:
    """Return what dimensions and tensions are called that every cell calls alike."""
    every = [_titles(cell) for cell in rules.cells]
    first = every[0] if every else {}
    return {name: title for name, title in first.items() if all(some.get(name) == title for some in every)}


def _rule(rule: Rule, framework: Framework, titles: Mapping[str, str]) -> dict[str, Any]:
    then = say_conclusion(rule, titles)
    about = titles.get(rule.about, rule.about) if rule.about is not None else ""
    return {
        "id": rule.id,
        "elsewhere": "",
        "anchor": names.anchor("rule", rule.id),
        "about": "" if about in then else about,
        "then": then,
        "condition": _condition(rule.condition, framework, titles),
        "because": rule.because,
    }


def _condition(condition: Condition, framework: Framework, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "text": tell_condition(condition, framework, titles),
        "reason": getattr(condition, "reason", ""),
        "parts": [_condition(child, framework, titles) for child in children(condition)],
    }
