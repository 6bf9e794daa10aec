"""Rules as pages: small however many cells there are, and each link to a rule leads to where it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from assessor.report.charts.band import Paints
from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.model import Ruleset
from assessor.site import names
from assessor.site.pages.ruleset import render_ruleset_pages
from assessor.site.pages.ways import RuleWays
from assessor.site.render import House
from assessor.store.rulesets import RulesetRow
from benchmarks.dashboard_log import copied_rules
from tests.harbour_log import sound_rules
from tests.site_links import Page, broken_links

if TYPE_CHECKING:
    from collections.abc import Mapping

DIGEST = f"sha256:{'ab' * 32}"
ROW = RulesetRow(3, DIGEST, "harbour", date(2025, 1, 1), datetime(2025, 1, 1, tzinfo=UTC))
ELSEWHERE = (names.INDEX, names.STYLE, names.FEED, names.CHANGES, names.RULES, names.ABOUT)
SHARED = "seen-anywhere"
HEAVIEST = 300_000


def pages_of(rules: Ruleset) -> dict[str, bytes]:
    states = tuple(term.id for term in rules.framework.trajectories)
    return dict(render_ruleset_pages(House("title", "origin", Paints(states, "p")), rules, ROW))


def parsed(made: Mapping[str, bytes]) -> dict[str, Page]:
    return {name: Page(data.decode()) for name, data in made.items()}


@pytest.fixture(scope="module")
def mixed() -> Ruleset:
    """Return the rules of the harbour, with one between them that judges every cell."""
    document = sound_rules().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rule = {
        "id": SHARED,
        "when": {"signals": {"direction": "better"}, "within": "P1Y", "reason": "A year holds every season."},
        "then": {"transition": "busy", "from": ["idle"]},
        "because": "{latest.title}",
    }
    document["rules"].insert(1, {"cells": "all", "rules": [rule]})
    return Ruleset.model_validate(document)


def test_no_page_of_the_rules_of_21_cells_weighs_too_much() -> None:
    shipped = load_ruleset(resource_dir("rules") / "doctrine").require()
    made = pages_of(copied_rules(shipped, [f"11-{number:02}" for number in range(1, 22)]))
    assert len(made) == 22
    assert max(map(len, made.values())) < HEAVIEST


def test_every_rule_of_every_cell_stands_where_links_to_it_lead(mixed: Ruleset) -> None:
    found = parsed(pages_of(mixed))
    for cell in mixed.cells:
        page = names.assessment_page(7)
        ways = RuleWays(page, DIGEST, cell.cell, mixed)
        links = [ways.to(rule.id) for rule in mixed.rules_of(cell.cell).rules]
        reader = Page("".join(f'<a href="{link}"></a>' for link in [*links, ways.to_all()]))
        assert (
            broken_links({page: reader, **found}, [*found, *ELSEWHERE, f"{names.ruleset_folder(DIGEST)}ruleset.json"])
            == []
        )


def test_a_rule_of_every_cell_stands_once_and_has_its_place_among_those_of_each(mixed: Ruleset) -> None:
    made = pages_of(mixed)
    assert [name for name, page in parsed(made).items() if f"rule-{SHARED}" in page.ids] == [names.ruleset_page(DIGEST)]
    told = made[names.cell_rules_page(DIGEST, "harbour")].decode()
    order = [told.index(f"<code>{rule.id}</code>") for rule in mixed.rules_of("harbour").rules]
    assert order == sorted(order)
    assert SHARED in [rule.id for rule in mixed.rules_of("harbour").rules[:-1]]


def test_a_rule_is_about_a_dimension_by_its_title(mixed: Ruleset) -> None:
    told = pages_of(mixed)[names.cell_rules_page(DIGEST, "harbour")].decode()
    assert "about The quay" in told
    assert "the latest reading of Ships that came is at least 10" in told


def test_what_has_no_rules_of_its_own_has_no_page_and_says_so(mixed: Ruleset) -> None:
    made = pages_of(mixed)
    assert names.cell_rules_page(DIGEST, "lighthouse") not in made
    assert "1 cell has no rules but those of every cell." in made[names.ruleset_page(DIGEST)].decode()
    assert "1 cell has no rules." in pages_of(sound_rules())[names.ruleset_page(DIGEST)].decode()


def test_an_indicator_is_told_by_its_title_with_what_it_measures(mixed: Ruleset) -> None:
    made = pages_of(mixed)[names.ruleset_page(DIGEST)].decode()
    for one in mixed.framework.indicators:
        assert f'id="indicator-{one.id}"' in made
        assert one.title in made
