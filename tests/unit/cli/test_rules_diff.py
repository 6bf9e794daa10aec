"""`rules diff`: files that look otherwise and mean the same, and files that do not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assessor.cli.options import shipped_framework


@pytest.fixture
def draft(tmp_path):
    return Path(shutil.copytree(shipped_framework(), tmp_path / "draft", ignore=shutil.ignore_patterns("evidence")))


def test_comments_layout_and_file_names_do_not_show(run, draft):
    rules = draft / "rules" / "11-partner.yaml"
    text = rules.read_text(encoding="utf-8").replace("tier: [1, 2]", "tier:   [2, 1]")
    rules.with_name("12-partner-renamed.yaml").write_text(f"# said otherwise\n{text}", encoding="utf-8")
    rules.unlink()
    ended = run("rules", "diff", shipped_framework(), draft)
    assert (ended.code, ended.out) == (0, "both mean the same\n")


def test_a_window_is_told_with_its_rule_and_ends_with_3(run, draft):
    rules = draft / "rules" / "11-partner.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("within: P6M", "within: P200D", 1), encoding="utf-8")
    ended = run("rules", "diff", shipped_framework(), draft)
    assert ended.code == 3
    assert ended.out.splitlines()[1:] == [
        "rule `joint-work-delivers` (cell 11)",
        "   ~  window: P200D instead of P6M",
        "",
        "1 difference of meaning, 0 of wording alone",
    ]
    data = run("rules", "diff", shipped_framework(), draft, "--json").data
    assert data == {
        "different": True,
        "changes": [
            {
                "about": "rule `joint-work-delivers` (cell 11)",
                "words": "window: P200D instead of P6M",
                "kind": "changed",
            }
        ],
    }


def test_a_published_ruleset_is_named_by_its_digest(run, bare):
    (published,) = run("rules", "show", "--json", "--db", bare).data["rulesets"]
    digest = published["digest"].removeprefix("sha256:")[:8]
    assert run("rules", "diff", digest, shipped_framework(), "--db", bare).code == 0
    assert run("rules", "diff", "abcdef0123", shipped_framework(), "--db", bare).code == 1
