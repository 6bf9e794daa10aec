"""Signals as a cell's page tells them: with their sources, what they amount to, and what they said before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Estimate, Impact, Signal, Source
from assessor.domain.known import EvidenceVersion
from assessor.services.list_evidence import EvidenceView
from assessor.site.gather.backlog import SignalTold
from assessor.site.names import cell_page
from assessor.site.pages.backlog import MOST, Titles, flat_backlog, pages_of
from assessor.site.pages.versions import flat_versions

IMPACT = Impact(cell="ferry", direction="better", dimensions=("deck",), stage="deed")
WORSE = IMPACT.model_copy(update={"direction": "worse"})
ELSEWHERE = Impact(cell="harbour", direction="worse")
SIGNAL = Signal(
    id="faster", title="The ferry is faster", date=parse_edtf("2026-01-20"), sources=("wire",), impacts=(IMPACT,)
)
DECK = {"deck": "The deck"}
SOURCE = Source(id="wire", title="A wire", tier=2, published=date(2026, 2, 1))


def told(signal: Signal = SIGNAL, source: Source = SOURCE, **more: Any) -> dict[str, Any]:
    version = EvidenceVersion("signal", signal.id, 1, signal, "sha256:00", datetime(2026, 2, 1, tzinfo=UTC))
    titles = more.pop("titles", {})
    asked: dict[str, Any] = {"others": (), "supports": False, "is_read": True, "versions": ()} | more
    one = SignalTold(version, signal, (source,), signal.impacts, **asked)
    (found,) = flat_backlog(cell_page("ferry"), "ferry", [one], Titles(titles, DECK))["signals"]
    return dict(found)


def view(number: int, status: str = "accepted", **said: Any) -> EvidenceView:
    known = f"2026-02-0{number}T10:00:00.000000Z"
    item = SIGNAL.model_copy(update=said)
    change = {"action": "corrected", "actor": "analyst", "reason": f"reason {number}"}
    return EvidenceView(
        "signal", "faster", number, status, known, known, False, False, False, 10 + number, "", None, item, **change
    )


def test_a_source_is_told_by_title_publisher_day_and_tier() -> None:
    source = SOURCE.model_copy(update={"publisher": "The Quay Press", "via": "the digest"})
    (found,) = told(source=source)["sources"]
    assert (found["title"], found["note"]) == ("A wire", "The Quay Press · 1 Feb 2026 · tier 2 · through the digest")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://quay.example/a?b=c", "https://quay.example/a?b=c"),
        ("HTTP://quay.example", "HTTP://quay.example"),
        ("javascript:alert(1)", ""),
        (" https://quay.example", ""),
        ("data:text/html,https://quay.example", ""),
        ("//quay.example", ""),
        ("https://", ""),
        ("the desk in the hall", ""),
        ("", ""),
    ],
)
def test_an_address_is_led_to_only_where_a_web_server_can_be_asked_for_it(url: str, address: str) -> None:
    (found,) = told(source=SOURCE.model_copy(update={"url": url}))["sources"]
    assert found["address"] == address


def test_amounts_and_a_summary_stand_with_a_signal() -> None:
    amounts = {"deaths": Estimate(low=3, high=1200), "boats": Estimate(low=2, high=2)}
    found = told(SIGNAL.model_copy(update={"amounts": amounts, "summary": f"It took {'so ' * 200}long."}))
    assert found["amounts"] == ["deaths: 3 to 1,200", "boats: 2"]
    assert found["summary"].startswith("It took so so")
    assert found["summary"].endswith("so…")
    assert len(found["summary"]) <= 400


@pytest.mark.parametrize("is_read", [True, False])
def test_whether_any_rule_reads_a_signal_is_told(is_read: bool) -> None:
    assert told(is_read=is_read)["is_read"] is is_read


def test_earlier_versions_say_what_was_otherwise_the_latest_change_first() -> None:
    versions = [
        view(1, "proposed", title="The ferry is fast", impacts=(WORSE, ELSEWHERE)),
        view(2, title="The ferry is fast", date=parse_edtf("2026-01"), impacts=(IMPACT, ELSEWHERE)),
        view(3, sources=("wire", "letter")),
        view(4),
    ]  # fmt: skip
    found = flat_versions(versions, "ferry", DECK)
    assert [(one["was"], one["entry"], one["reason"]) for one in found] == [
        (["sources wire, letter"], 14, "reason 4"),
        (["“The ferry is fast”", "Jan 2026", "sources wire"], 13, "reason 3"),
        (["only proposed", "20 Jan 2026", "worse · The deck · deed"], 12, "reason 2"),
    ]
    assert found[0]["moment"] == "4 Feb 2026, 10:00 UTC"


def test_a_version_that_said_nothing_of_the_cell_says_so() -> None:
    (found,) = flat_versions([view(1, impacts=(ELSEWHERE,)), view(2)], "ferry", DECK)
    assert found["was"] == ["nothing about this cell"]


def test_what_is_of_other_cells_alone_changes_nothing_here() -> None:
    (found,) = flat_versions([view(1, impacts=(IMPACT, ELSEWHERE)), view(2)], "ferry", DECK)
    assert found["was"] == []


def test_of_many_other_cells_some_are_named() -> None:
    others = tuple(f"cell-{number}" for number in range(9))
    titles = {name: name.title() for name in others}
    found = told(others=others, titles=titles)
    assert ([one["title"] for one in found["others"]][-1], found["more_others"]) == ("Cell-5", 3)
    assert told(others=others[:6], titles=titles)["more_others"] == 0


def test_many_signals_go_on_over_pages() -> None:
    assert [len(pages_of("ferry", number)) for number in (0, 1, MOST, MOST + 1, 3 * MOST)] == [1, 1, 1, 2, 3]
