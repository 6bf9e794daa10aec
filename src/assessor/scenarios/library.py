"""
The frameworks that features name: found beside the feature, or shipped; each read once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import EvidenceInvalidError, StepInvalidError
from assessor.intake.read import read_evidence
from assessor.intake.yaml_file import read_feeds
from assessor.resources import resource_dir
from assessor.ruleset.folder import from_here
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.supplies import Supplies, batch_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from assessor.domain.evidence import Feed
    from assessor.domain.evidence_file import EvidenceFile
    from assessor.ruleset.model import Ruleset
    from assessor.scenarios.supplies import Deed

FRAMEWORK: Final = "framework.yaml"


@dataclass
class Library:
    """
    Frameworks by name.

    Attributes:
        place: The folder of the features: frameworks are looked for in it, and in `rules/` beside and above it.
        instead: Rulesets that stand for those in files, by framework: a draft, or one altered on purpose.
    """

    place: Path
    instead: Mapping[str, Ruleset] = field(default_factory=dict)
    _rulesets: dict[str, Ruleset] = field(default_factory=dict)
    _evidence: dict[str, tuple[EvidenceFile, ...]] = field(default_factory=dict)
    _supplied: dict[tuple[str, bool], tuple[object, list[Deed]]] = field(default_factory=dict)
    _feeds: dict[str, tuple[Feed, ...]] = field(default_factory=dict)

    def ruleset(self, framework: str) -> Ruleset:
        """
        Return a framework with its rules.

        Raises:
            StepInvalidError: There is none of that name; the message names the nearest.
            RulesetInvalidError: Its files have problems.
        """
        if framework in self.instead:
            return self.instead[framework]
        if framework not in self._rulesets:
            found = load_ruleset(from_here(self.folder(framework))).require()
            if found.framework.framework != framework:
                its = quote(found.framework.framework)
                raise StepInvalidError(f"folder {quote(framework)} holds the framework {its}: give both one name")
            self._rulesets[framework] = found
        return self._rulesets[framework]

    def evidence(self, framework: str) -> tuple[EvidenceFile, ...]:
        """
        Return the batches in a framework's folder `evidence`, in the order of file names.

        Raises:
            EvidenceInvalidError: A file has problems.
        """
        if framework not in self._evidence:
            self._evidence[framework] = tuple(map(read_evidence, self._sheets(framework)))
        return self._evidence[framework]

    def feeds(self, framework: str) -> tuple[Feed, ...]:
        """
        Return the feeds that these batches declare; no table is read for them.

        Raises:
            EvidenceInvalidError: A file has problems.
        """
        if framework not in self._feeds:
            found: list[Feed] = []
            for sheet in self._sheets(framework):
                feeds = read_feeds(sheet)
                if isinstance(feeds, list):
                    raise EvidenceInvalidError("\n".join(map(str, feeds)))
                found += feeds
            self._feeds[framework] = tuple(found)
        return self._feeds[framework]

    def supplies(self, framework: str, *, feeds_only: bool) -> list[Deed]:
        """
        Return how that evidence, or those feeds, are supplied; worked out once for rulesets of one vocabulary.

        Raises:
            StepInvalidError: Something in it would be refused by an import.
        """
        ruleset = self.ruleset(framework)
        words = (ruleset.framework, ruleset.cells)
        kept = self._supplied.get((framework, feeds_only))
        if kept is None or kept[0] != words:
            supplies = Supplies()
            for file in [batch_of(feeds=self.feeds(framework))] if feeds_only else self.evidence(framework):
                supplies.take(file, ruleset)
            kept = (words, supplies.deeds)
            self._supplied[(framework, feeds_only)] = kept
        return kept[1]

    def _sheets(self, framework: str) -> list[Path]:
        return sorted((self.folder(framework) / "evidence").glob("*.yaml"))

    def folder(self, framework: str) -> Path:
        """
        Return the folder of a framework.

        Raises:
            StepInvalidError: There is none of that name; the message names the nearest.
        """
        near: dict[str, Path] = {}
        for folder in self._folders():
            near.setdefault(folder.name, folder)
        if framework not in near:
            where = f"there is no folder {quote(framework)} with a `{FRAMEWORK}` beside the features or in `rules/`"
            raise StepInvalidError(f"{where}{did_you_mean(framework, near)}")
        return near[framework]

    def alike(self, ruleset: Ruleset) -> Library:
        """Return the same library with another ruleset in the place of its framework's; what was read is kept."""
        instead = {**self.instead, ruleset.framework.framework: ruleset}
        return Library(self.place, instead, self._rulesets, self._evidence, self._supplied, self._feeds)

    def _folders(self) -> Iterator[Path]:
        for base in _bases(self.place):
            yield from _frameworks_at(base)
        yield from _frameworks_at(resource_dir("rules"))


def has_rules(place: Path) -> bool:
    """Return whether a framework lies in a folder, or in `rules/` beside or above it; shipped ones do not count."""
    return any(next(_frameworks_at(base), None) is not None for base in _bases(place))


def _bases(place: Path) -> Iterator[Path]:
    """Yield a folder and those above it, up to the top of its repository."""
    for base in (place, *place.parents):
        yield base
        if (base / ".git").exists():
            return


def _frameworks_at(base: Path) -> Iterator[Path]:
    for shelf in (base, base / "rules"):
        yield from (found.parent for found in sorted(shelf.glob(f"*/{FRAMEWORK}")))
        if (shelf / FRAMEWORK).is_file():
            yield shelf
