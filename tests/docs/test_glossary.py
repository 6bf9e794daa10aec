"""One word for one thing: the glossary has them all, and pages and commands use no others."""

from __future__ import annotations

import re

import typer

from assessor.cli import app
from tests.docs.pages import CHECKOUT, DOCS, PAGES, prose_of
from tests.docs.test_documented import leaves

GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
DEFINED = {
    word
    for line in re.findall(r"(?m)^- ((?:\*\*[^*]+\*\*(?:, )?)+)", GLOSSARY)
    for word in re.findall(r"\*\*(.+?)\*\*", line)
}
EXPLAINED = DEFINED | set(re.findall(r"\*\*(.+?)\*\*", GLOSSARY))
WORDS = """
framework; cell; dimension; indicator; reading; signal; impact; stage; codebook; event; milestone; feed;
watch; source; source tier; origin; evidence; evidence item; rule; ruleset; condition; met; not met; unknown;
certain; possible; finding; trajectory; transition; qualifier; trend; confidence; tension; outlook; verdict;
standing; assessment; trial; alternatives; support; read set; cause; decisive; as of; known at; rules in
force; recorded at; known from; declared backfill; look-ahead; restatement; override; log; entry; index; leaf;
checkpoint; inclusion proof; consistency proof; content; projection; telemetry; replay; verify; validate;
check; tamper-evident; unstated; step; fold; window; status; root
"""
OTHERS = {
    r"immutable|tamper-?proof|unalterable": "tamper-evident",
    r"ledger|journal|audit trail|event log|blockchain": "log",
    r"metrics?|KPIs?|data ?points?|observations?": "indicator, reading",
    r"forecasts?|predictions?|projected": "outlook",
    r"simulations?|hypothetical runs?": "trial",
    r"ratings?|grades?|classifications?": "trajectory, verdict",
    r"certainty|confidence (?:score|level)|probability": "confidence",
    r"tree heads?|STH": "checkpoint",
    r"proof of (?:inclusion|consistency)": "inclusion proof, consistency proof",
    r"diagnostics": "telemetry",
    r"taxonomy|ontology|thesaurus": "framework, codebook",
}
"""Words that mean what a word of the glossary means."""
SAID_ON_PURPOSE = {
    ("docs/glossary.md", "Diagnostics"): "defined as telemetry",
    ("docs/glossary.md", "probability"): "what confidence is not",
    ("docs/evaluation.md", "probability"): "what confidence is not",
    ("docs/operations.md", "tamper-proof"): "what the log is not",
    ("README.md", "forecast"): "a non-goal",
    ("docs/adr/0004-the-log-is-the-source-of-truth.md", "ledger"): "an alternative",
}


def test_every_word_of_the_design_is_explained():
    assert {word.strip() for word in WORDS.replace("\n", " ").split(";")} <= EXPLAINED


def test_words_in_italics_are_explained():
    entries = GLOSSARY.partition("\n## ")[2]
    for word in re.findall(r"(?<!\*)\*([a-z][a-z -]+?)\*(?!\*)", entries):
        forms = {word, re.sub("s$", "", word), re.sub("es$", "", word), re.sub("ies$", "y", word)}
        assert forms & (EXPLAINED | {"proposed", "undetermined"}), word


def test_pages_use_no_other_word_but_on_purpose():
    found = {
        (page.relative_to(CHECKOUT).as_posix(), word)
        for page in PAGES
        for pattern in OTHERS
        for word in re.findall(rf"(?i)\b(?:{pattern})\b", prose_of(page))
    }
    assert found == set(SAID_ON_PURPOSE)


def test_commands_and_schemas_use_no_other_word():
    commands = dict(leaves(typer.main.get_command(app)))
    told = [text or "" for c in commands.values() for text in (c.help, *(getattr(p, "help", "") for p in c.params))]
    told += [path.read_text(encoding="utf-8") for path in (CHECKOUT / "schemas").iterdir()]
    for pattern, instead in OTHERS.items():
        found = re.findall(rf"(?i)\b(?:{pattern})\b", "\n".join(told))
        assert not found, f"{found}: say {instead}"
