"""Publishing a record: the same bytes again, only what changed, and the old site whole whatever happens."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import sys
from hashlib import sha256
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from prov.model import ProvDocument

from assessor.bootstrap import open_assessor
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import VerificationError
from assessor.intake.bundle_file import read_bundle
from assessor.services import by_parts
from assessor.services.assess import assess
from assessor.services.checkpoints import make_checkpoint
from assessor.services.erase_content import erase_content
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from assessor.services.receipts import verify_receipt
from assessor.services.record_evidence import record_batch
from assessor.services.regrade_source import Grade, regrade_source
from assessor.services.verify_bundle import verify_bundle
from assessor.site import assessments, parts
from assessor.site.publish import publish_site
from tests.harbour_log import HISTORY, MENDED, judge_harbour, live_on, live_through, open_harbour
from tests.integration.programs import end, run, start
from tests.site_links import Page, broken_links
from tests.unit.cli.record import LATER, change

ADDRESS = "https://harbour.example/"
AGAIN = ("publish", "site", "--bundles", "all", "--address", ADDRESS)
ROOM = 33_000
"""Bytes that a file may have: as many as the database needs beside it, and fewer than a picture of both axes."""

KILLED = str(Path(__file__).with_name("publish_killed.py"))
ATOM = "{http://www.w3.org/2005/Atom}"


def files(site):
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Return a database with a life in it, signed after assessment 15 and again before 22."""
    path = tmp_path_factory.mktemp("harbour") / "log.db"
    with open_harbour(path) as context:
        live_through(context)
        init_key(context)
        make_checkpoint(context)
        live_on(context)
        make_checkpoint(context)
    return path


@pytest.fixture
def context(recorded, tmp_path):
    for name in ("log.db", "log.db.key"):
        shutil.copy(recorded.parent / name, tmp_path / name)
    with open_harbour(tmp_path / "log.db", hour=12) as context:
        yield context


def publish(context, folder):
    return publish_site(context, folder, bundles="all", address=ADDRESS)


@pytest.fixture(scope="module")
def site(recorded, tmp_path_factory):
    """Return the site of the record; nobody writes into it."""
    folder = tmp_path_factory.mktemp("published") / "site"
    with open_harbour(recorded) as context:
        publish(context, folder)
    return folder


@pytest.fixture
def copied(site, tmp_path):
    """Return a copy of the site, to publish into."""
    return shutil.copytree(site, tmp_path / "site")


def pages(site):
    return {name: Page(data.decode()) for name, data in files(site).items() if name.endswith(".html")}


def test_every_link_leads_to_a_file_of_the_site_and_to_a_place_on_it(site):
    assert broken_links(pages(site), files(site)) == []


def test_nothing_acts_or_is_styled_within_a_page(site):
    for name, page in pages(site).items():
        assert page.acting == [], name


def test_pages_are_small(site):
    sizes = {name: len(data) for name, data in files(site).items() if name.endswith(".html")}
    assert max(sizes.values()) < 300_000, sizes


def told_as_it_is(page, heading):
    """Return the text under a heading that is told as it is, to be copied."""
    return unescape(page.read_text().split(heading, 1)[1].split('<pre tabindex="0">', 1)[1].split("</pre>", 1)[0])


def test_a_checkpoint_that_is_copied_from_a_page_is_one(site):
    for page, heading, entry in (("about", "The last checkpoint", 25), ("assessments/12", "The checkpoint", 12)):
        copied = told_as_it_is(site / page / "index.html", heading)
        assert (site / f"assessments/{entry}/receipt.tlog-proof").read_text().endswith(f"\n\n{copied}")


def test_what_was_published_verifies_without_the_site(site):
    key = told_as_it_is(site / "about/index.html", "s key</h2>")
    for entry in (12, 15, 17):
        folder = site / f"assessments/{entry}"
        shown = verify_receipt((folder / "receipt.tlog-proof").read_bytes(), [key])
        assert shown.entry.index == entry
        steps = list(verify_bundle(read_bundle(str(folder / "bundle.json")), keys=[key]))
        assert len(steps) > 3


def test_a_receipt_stays_under_the_checkpoint_that_covered_it_first(site):
    sizes = {entry: int((site / f"assessments/{entry}/receipt.tlog-proof").read_text().split("\n\n")[1].split("\n")[1])
             for entry in (12, 21, 25)}  # fmt: skip
    assert sizes[12] == sizes[21] < sizes[25]


def test_the_data_fit_their_schemas(site):
    def schema(name):
        return Draft202012Validator(json.loads((site / f"schemas/{name}.schema.json").read_text()))

    schema("record").validate(json.loads((site / "record.json").read_text()))
    for path in site.glob("cells/*/cell.json"):
        schema("cell").validate(json.loads(path.read_text()))
    for path in site.glob("assessments/*/assessment.json"):
        schema("assessment").validate(json.loads(path.read_text()))


def test_a_signal_that_was_changed_says_what_it_was_before(site):
    ferry = (site / "cells/ferry/index.html").read_text()
    assert "only proposed" in ferry
    assert "accepted by entry 16" in ferry


def test_readings_and_sources_that_were_changed_say_what_they_were_before(context, copied):
    late = {"value": "1234", "vintage": "2025-11-03"}
    batch = {
        "batch": "revised",
        "provenance": "a later edition of the book",
        "readings": [HISTORY["readings"][0] | late],
    }
    record_batch(context, EvidenceFile.model_validate(batch))
    regrade_source(context, "book", Grade(tier=2), reason="read at second hand")
    assess(context, "harbour")
    publish(context, copied)
    page = (copied / "cells/harbour/index.html").read_text()
    _, _, arrivals = page.partition('id="indicator-arrivals"')
    figure, _, _ = arrivals.partition("</figure>")
    assert "<bdi>Mar 2025</bdi>" in figure
    assert "<bdi>12 ships; in the edition of 5 Apr 2025</bdi>" in figure
    _, _, sources = page.partition("<summary>Sources that were changed</summary>")
    assert "The harbour master&#39;s book" in sources
    assert "<bdi>tier 1</bdi>" in sources
    assert "<bdi>read at second hand</bdi>" in sources
    with (copied / "cells/harbour/versions.csv").open(newline="") as file:
        rows = [(row["kind"], row["id"], row["version"]) for row in csv.DictReader(file)]
    assert rows == [("reading", "arrivals/2025-03", "1"), ("reading", "arrivals/2025-03", "2"),
                    ("source", "book", "1"), ("source", "book", "2")]  # fmt: skip


def test_every_source_of_a_cell_stands_in_a_table(site):
    with (site / "cells/harbour/sources.csv").open(newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert sorted(rows) == ["book", "copy", "paper"]
    copied = {"title": "The Evening Quay", "tier": "2", "published": "2025-03-22", "origin": "paper"}
    assert copied.items() <= rows["copy"].items()


def test_readings_that_no_rule_reads_are_told_as_that(site):
    harbour = (site / "cells/harbour/index.html").read_text()
    _, _, departures = harbour.partition('id="indicator-departures"')
    told, _, _ = departures.partition("</figure>")
    assert "1 reading, 31 Mar 2025 to 31 Mar 2025" in told
    assert "No rule reads it." in told
    assert "departures,2025-03,9,ships" in (site / "cells/harbour/readings.csv").read_text()


def test_a_document_lies_once_under_its_digest_whoever_names_it(site):
    named = [json.loads(path.read_text()) for path in site.glob("assessments/*/assessment.json")]
    documents = {str(path.relative_to(site)): path.read_bytes() for path in site.glob("documents/*")}
    assert {one["document"] for one in named} == documents.keys()
    assert len(documents) < len(named)  # one assessment repeats another
    for name, data in documents.items():
        assert name == f"documents/{sha256(data).hexdigest()}.json"
    for one in named:
        found = json.loads(documents[one["document"]])
        assert found["verdict"] == one["verdict"]
        assert (len(found["support"]), len(found["read_set"])) == (one["rests_on"], one["read_set"]["count"])


def test_prov_names_collections_that_hold_what_the_document_lists(site):
    for path in site.glob("assessments/*/prov.json"):
        told = json.loads(path.read_text())
        assert ProvDocument.deserialize(path, format="json").get_records()
        document = json.loads(
            (site / json.loads((path.parent / "assessment.json").read_text())["document"]).read_text()
        )
        (support,) = [one["prov:usedEntity"] for key, one in told["wasDerivedFrom"].items() if key == "_:support"]
        for name, listed in ((told["used"]["_:read"]["prov:entity"], "read_set"), (support, "support")):
            place = path.parent / told["entity"][name]["prov:atLocation"]
            members = json.loads(place.read_text())
            assert ProvDocument.deserialize(place, format="json").get_records()
            held = {one["prov:entity"] for one in members["hadMember"].values() if one["prov:collection"] == name}
            digests = {members["entity"][one]["assessor:digest"] for one in held}
            assert digests == {one["digest"] for one in document[listed]}


@pytest.mark.parametrize("folder", ["documents", "items"])
def test_what_several_assessments_share_is_made_again_where_it_was_touched(context, copied, site, folder):
    first, second, *_ = sorted((copied / folder).iterdir())
    first.unlink()
    second.write_bytes(b"{}")
    again = publish(context, copied)
    assert files(copied) == files(site)
    assert again.kept > again.written


def test_what_nothing_names_any_more_is_gone(context, copied, site):
    stray = copied / "documents" / f"{'0' * 64}.json"
    stray.write_bytes(b"{}")
    publish(context, copied)
    assert files(copied) == files(site)


def test_the_feed_has_what_a_feed_must_have(site):
    feed = ET.fromstring((site / "changes/feed.atom").read_text())  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    assert [feed.findtext(f"{ATOM}{name}") is not None for name in ("id", "title", "updated")] == [True] * 3
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) > 8
    moments = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    links = [link.get("href", "") for link in feed.findall(f"{ATOM}entry/{ATOM}link")]
    assert all(link.startswith(ADDRESS) for link in links)
    titles = [entry.findtext(f"{ATOM}title", "") for entry in entries]
    assert any(title.startswith("Restated: ") and "ferry" in title.lower() for title in titles)


def test_the_same_record_gives_the_same_bytes_whatever_was_published_before(context, copied, tmp_path):
    judge_harbour(context)
    again = publish(context, copied)
    publish(context, tmp_path / "new")
    assert files(copied) == files(tmp_path / "new")
    assert again.kept > again.written
    assert publish(context, copied).written == 0


def test_two_processes_make_what_one_makes(recorded, site, tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "_WORTH", 1)
    monkeypatch.setattr(assessments, "_A_PART", 3)
    monkeypatch.setattr(by_parts, "count_cores", lambda: 2)
    with open_harbour(recorded) as context:
        publish(context, tmp_path / "by-two")
    assert files(tmp_path / "by-two") == files(site)


def test_a_new_checkpoint_changes_no_page_of_an_assessment_that_was_covered(context, copied, site):
    judge_harbour(context)
    make_checkpoint(context)
    publish(context, copied)
    before, after = files(site), files(copied)
    ferry = [name for name in before if name.startswith("assessments/15/") and not name.endswith("bundle.json")]
    assert len(ferry) == 4
    assert all(after[name] == before[name] for name in ferry)


def test_a_restatement_and_its_assessment_lead_to_each_other(site):
    old = (site / "assessments/15/index.html").read_text()
    assert "Answered differently since" in old
    links = [link for link in Page(old).links if "#entry-" in link]
    assert links
    changes = (site / "changes/index.html").read_text()
    assert f'id="{links[0].split("#")[1]}"' in changes
    assert "../assessments/15/index.html" in changes


def test_a_text_that_was_erased_is_on_no_page_any_more(context, copied):
    assert any(MENDED.encode() in data for data in files(copied).values())
    with context.database.read() as tx:
        address = tx.evidence.versions("signal", "quay-mended")[0].text_digest
    erase_content(context, [address], reason="asked for by whom it names")
    publish(context, copied)
    assert [name for name, data in files(copied).items() if MENDED.encode() in data] == []


def test_a_record_of_nothing_is_told_as_that(tmp_path):
    with open_assessor(str(tmp_path / "empty.db"), "tester") as context:
        initialise(context, "empty.example")
        found = publish(context, tmp_path / "site")
    assert (found.cells, found.assessments) == (0, 0)
    assert "nothing to judge" in (tmp_path / "site/index.html").read_text()


def test_what_does_not_come_out_of_its_record_is_not_published(context, copied, tmp_path):
    shutil.rmtree(copied / "cells")
    before = files(copied)
    context.database.close()
    change(tmp_path / "log.db", (LATER, ("arrivals/2025-03",)))
    with pytest.raises(VerificationError, match="is not what comes out of its own inputs"):
        publish(context, copied)
    assert files(copied) == before


@pytest.mark.parametrize("step", ["write", "finish", "_link", "_swap"])
def test_a_publish_that_is_killed_leaves_the_old_site_whole(recorded, site, copied, tmp_path, step):
    shutil.copy(recorded, tmp_path / "assessor.db")
    shutil.rmtree(copied / "assessments")  # so that there is something to do
    before = files(copied)
    killed = end(start(*AGAIN, folder=tmp_path, program=(sys.executable, KILLED, step)))
    assert killed.code == -signal.SIGKILL
    assert list(tmp_path.glob(".site.new"))  # it was on its way
    assert files(copied) == before
    assert run(*AGAIN, folder=tmp_path).code == 0
    assert files(copied) == files(site)
    assert not list(tmp_path.glob(".site.*"))


def test_a_disk_without_room_is_told_and_leaves_the_old_site_whole(recorded, copied, tmp_path):
    shutil.copy(recorded, tmp_path / "assessor.db")
    (copied / "cells/ferry/history/index.html").unlink()
    before = files(copied)
    full = run(*AGAIN, folder=tmp_path, largest_file=ROOM)
    assert (full.code, full.out) == (1, "")
    assert full.err.endswith("File too large; what was published before is as it was\n")
    assert files(copied) == before
    assert not list(tmp_path.glob(".site.*"))
