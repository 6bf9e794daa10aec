"""The site as a reader meets it: from the overview down to a source, and to a proof."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.pages import page_of
from tests.long import ASSESSMENTS
from tests.published import HOSTILE, LONG

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])
HOLDS = "It holds: this was recorded, and the page says what was recorded."


def test_from_the_overview_to_a_verified_proof(looking, served):
    page = looking.page
    page.goto(f"{served}/index.html")
    page.get_by_role("link", name="Mexico Cartel & USMCA Dynamics").click()
    reasons = page.locator("#reasons")
    cited = reasons.locator(".cited a:visible").first
    while not cited.count():
        reasons.locator("details:not([open]) > summary:visible").first.click()
    title = cited.text_content()
    cited.click()
    assert page.locator("#signals li:target h3").text_content().strip() == title
    page.get_by_role("link", name="This assessment, with its proof").click()
    page.get_by_role("button", name="Check this assessment").click()
    expect(page.locator("#check-verdict")).to_have_text(HOLDS)
    assert page.locator("#check-steps b").all_text_contents() == [
        "The entry", "The proof", "The signature", "The record", "The page", "The files",
    ]  # fmt: skip
    assert looking.said == []
    assert {urlsplit(url).netloc for url in looking.asked if not url.startswith("data:")} == {urlsplit(served).netloc}


@pytest.mark.parametrize("kind", ["assessment", "repeated", "insufficient"])
def test_from_a_disk_everything_holds_but_what_a_disk_does_not_let_a_page_read(looking, site, kind):
    page = looking.page
    page.goto((site / page_of(site, kind)).as_uri())
    page.get_by_role("button", name="Check this assessment").click()
    expect(page.locator("#check-verdict")).to_have_text(HOLDS)
    assert page.locator("#check-steps .open b").all_text_contents() == ["The files"]
    assert looking.said == []
    assert {urlsplit(url).scheme for url in looking.asked} <= {"file", "data"}


def test_filters_work_without_scripts_and_by_keyboard(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    shown = page.locator(".card:visible")
    every = shown.count()
    page.get_by_label("All").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert 0 < shown.count() < every
    page.get_by_label("Never assessed").check()
    assert {"Never assessed"} == set(page.locator(".card:visible .tag.never").all_text_contents())
    page.goto((site / page_of(site, "assessment")).as_uri())
    expect(page.get_by_role("button", name="Check this assessment")).to_be_disabled()
    expect(page.locator("#check-without")).to_contain_text("Needs JavaScript")
    context.close()


def test_the_first_tab_leads_past_the_navigation(looking, site):
    page = looking.page
    page.goto((site / page_of(site, "cell")).as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_titles_as_bad_as_titles_get_are_shown_and_do_nothing(looking, site):
    page = looking.page
    page.goto((site / page_of(site, "cell")).as_uri())
    titles = [text.strip() for text in page.locator(".backlog h3").all_text_contents()]
    assert HOSTILE.replace("\u202e", "<U+202E>") in titles
    assert LONG in titles
    assert "taken" not in page.title()
    assert looking.said == []


def test_a_restatement_and_what_it_restates_lead_to_each_other(looking, site):
    page = looking.page
    page.goto((site / page_of(site, "history")).as_uri())
    page.get_by_role("link", name="31 Mar 2026").click()
    page.locator(".notice a").first.click()
    back = page.locator("li:target a").first
    assert "entry-" in page.url
    back.click()
    expect(page.locator(".notice h2")).to_have_text("Answered differently since")


def test_an_override_is_marked_beside_what_was_computed(looking, site):
    page = looking.page
    page.goto((site / "cells/21/index.html").as_uri())
    expect(page.locator(".verdict.big b")).to_have_text("Contested")
    expect(page.locator(".mark.override")).to_contain_text("by analyst-7")
    expect(page.locator(".headline")).to_contain_text("Computed: insufficient evidence")


def test_the_oldest_assessment_is_reached_from_the_history(looking, sites):
    page = looking.page
    page.goto((sites["long"] / page_of(sites["long"], "long history")).as_uri())
    expect(page.locator(".records tbody tr")).to_have_count(100)
    page.get_by_role("link", name="Older assessments").click()
    rows = page.locator(".records tbody tr")
    expect(rows).to_have_count(ASSESSMENTS - 100)
    rows.last.get_by_role("link").first.click()
    expect(page.locator("[data-said=as_of]")).to_have_text("2025-04-01")
    assert looking.said == []
