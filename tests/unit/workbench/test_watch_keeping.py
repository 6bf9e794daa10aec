"""What a look at a framework need not do again."""

from __future__ import annotations

from assessor.ruleset.load import load_ruleset
from assessor.workbench.watch.keeping import FeatureFiles, keep_rules
from tests.docs.pages import DOCS, lay_out_files


def test_rules_that_read_alike_are_the_very_objects_that_they_were(tmp_path):
    lay_out_files(DOCS / "checks.md", tmp_path)
    folder = tmp_path / "lake"
    was, now = (load_ruleset(folder).require() for _ in range(2))
    (part,) = now.rules
    other = part.rules[0].model_copy(update={"because": "made up"})
    changed = now.model_copy(update={"rules": (part.model_copy(update={"rules": (other, *part.rules[1:])}),)})
    kept = keep_rules(was, changed)
    assert kept == changed
    assert kept != was
    first, *rest = kept.rules[0].rules
    assert first is other
    assert all(one is two for one, two in zip(rest, was.rules[0].rules[1:], strict=True))


def test_a_feature_is_read_again_once_it_was_saved(tmp_path):
    path = tmp_path / "one.feature"
    path.write_text("Feature: One\n  Scenario: First\n    When nothing\n", encoding="utf-8")
    files = FeatureFiles()
    before = files.read(path)
    path.write_text("Feature: One\n  Scenario: Second\n    When nothing\n", encoding="utf-8")
    assert files.read(path) is before
    files.forget((path,))
    assert files.read(path) != before
