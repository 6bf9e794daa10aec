"""A changed byte in what is published makes the check fail, visibly, at the step that finds it."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode

import pytest
from playwright.sync_api import expect

from tests.browser.pages import page_of

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])


def in_block(edit):
    """Return an edit of a page that changes its block of data."""

    def change(page):
        head, block, tail = re.split(r'(?<=id="check-data">)(.*)(?=</script>)', page)
        data = json.loads(block)
        edit(data)
        return head + json.dumps(data).replace("<", "\\u003c") + tail

    return change


def other_letter(text, at):
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


def change_entry(data):
    receipt = data["receipts"][0]
    receipt["text"] = other_letter(receipt["text"], receipt["text"].index("extra ") + 40)


def change_proof(data):
    receipt = data["receipts"][0]
    hashes = receipt["text"].index("\n", receipt["text"].index("\nindex ") + 1)
    receipt["text"] = other_letter(receipt["text"], hashes + 5)


def change_size(data):
    receipt = data["receipts"][0]
    receipt["text"] = re.sub(r"(published\n)(\d+)\n", lambda m: f"{m[1]}{int(m[2]) + 1}\n", receipt["text"], count=1)


def change_signature(data):
    receipt = data["receipts"][0]
    receipt["text"] = other_letter(receipt["text"], receipt["text"].index("— ") + 60)


def change_document(data):
    document = zlib.decompress(b64decode(data["document"]["packed"]))
    changed = document.replace(b'"standing":', b'"Standing":', 1)
    data["document"]["packed"] = b64encode(zlib.compress(changed)).decode()


def change_packed(data):
    packed = data["document"]["packed"]
    data["document"]["packed"] = other_letter(packed, len(packed) // 2)


def cut_packed(data):
    data["document"]["packed"] = data["document"]["packed"][:-400]


def take_other_receipt(data):
    data["receipts"] = data["receipts"][:1] * 2


PAGE = {
    "a byte of the entry": (in_block(change_entry), "leads to"),
    "a hash of the proof": (in_block(change_proof), "leads to"),
    "the size of the log": (in_block(change_size), "The"),
    "the signature": (in_block(change_signature), "under the checkpoint is not"),
    "the document": (in_block(change_document), "the entry names"),
    "a letter of the document as it is packed": (in_block(change_packed), "cannot be unpacked"),
    "the end of the document": (in_block(cut_packed), "cannot be unpacked"),
    "another receipt beside it": (in_block(take_other_receipt), "not of the entries"),
    "the trajectory": (
        lambda page: re.sub(r'(data-said="trajectory">)[^<]+', r"\1Consolidated", page), "for trajectory",
    ),
    "the day judged": (
        lambda page: re.sub(r'(data-said="as_of"[^>]*>)[^<]+', r"\g<1>2026-04-27", page), "for as_of",
    ),
    "a dimension": (
        lambda page: re.sub(r'(data-said="dimension cartel-suppression">)[^<]+', r"\1stalling", page), "for dimension",
    ),
    "what is compared": (lambda page: page.replace("data-said", "data-unsaid"), "lacks what it should say"),
}  # fmt: skip


def check(page):
    page.get_by_role("button", name="Check this assessment").click()
    expect(page.locator("#check-verdict")).to_have_text("It does not hold: do not rely on this page.")
    return page.locator("#check-steps .bad").text_content()


@pytest.mark.parametrize("what", PAGE)
def test_a_changed_page_fails(looking, site, what):
    edit, told = PAGE[what]
    text = (site / page_of(site, "assessment")).read_text()
    changed = edit(text)
    assert changed != text
    page = looking.page
    page.route("**/index.html", lambda route: route.fulfill(body=changed, content_type="text/html; charset=utf-8"))
    page.goto((site / page_of(site, "assessment")).as_uri())
    assert told in check(page)


def test_a_changed_receipt_beside_the_page_fails(looking, site, served):
    address = page_of(site, "assessment")
    receipt = (site / address).parent / "receipt.tlog-proof"
    page = looking.page
    page.route("**/receipt.tlog-proof", lambda route: route.fulfill(body=other_letter(receipt.read_text(), 60)))
    page.goto(f"{served}/{address}")
    assert "is not the receipt in this page" in check(page)


def test_a_changed_document_at_its_address_fails(looking, site, served):
    address = page_of(site, "assessment")
    page = looking.page
    page.route("**/documents/*.json", lambda route: route.fulfill(body="{}"))
    page.goto(f"{served}/{address}")
    assert "is not the document in this page" in check(page)


def test_another_key_fails(looking, site):
    page = looking.page
    page.goto((site / page_of(site, "assessment")).as_uri())
    page.locator("#check-key").fill("assessor.example/published+f5f18825+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c")
    assert "a letter of it is wrong" in check(page)
    page.locator("#check-key").fill("log.example/1+f5f18825+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c")
    assert "The key is named log.example/1" in check(page)


def test_a_browser_without_the_signature_says_that_it_is_still_to_be_checked(browser, site):
    context = browser.new_context()
    context.add_init_script(
        "const real = crypto.subtle.importKey.bind(crypto.subtle);"
        "crypto.subtle.importKey = (form, key, kind, ...rest) =>"
        " kind.name === 'Ed25519' ? Promise.reject(new Error()) : real(form, key, kind, ...rest);"
    )
    page = context.new_page()
    page.goto((site / page_of(site, "assessment")).as_uri())
    page.get_by_role("button", name="Check this assessment").click()
    expect(page.locator("#check-verdict")).to_have_text(
        "All holds that this browser can check; the signature is still to be checked."
    )
    context.close()
