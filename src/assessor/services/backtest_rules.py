"""
Which ruleset a person means: the one in force, a published one by its digest, or a draft in a folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assessor.audit import digest
from assessor.domain.quoting import quote
from assessor.errors import RulesetNotFoundError
from assessor.ruleset.load import load_ruleset
from assessor.services.publish_ruleset import in_force, load_published, write_ruleset

if TYPE_CHECKING:
    from datetime import date

    from assessor.ruleset.model import Ruleset
    from assessor.store.unit_of_work import ReadTransaction

_DIGEST: Final = re.compile(r"(?:sha256:)?([0-9a-f]{6,64})")


@dataclass(frozen=True, slots=True)
class ChosenRuleset:
    """A ruleset and its digest; `published` where the log has it, a draft otherwise."""

    ruleset: Ruleset
    digest: str
    published: bool


def choose_ruleset(tx: ReadTransaction, named: str | None, as_of: date, log_size: int) -> ChosenRuleset:
    """
    Return the ruleset that somebody named.

    Args:
        named: A folder with a draft; the version of a published one, or its digest, or the first six digits or more
            of that; without it, the one in force on `as_of`.

    Raises:
        RulesetNotFoundError: There is none, or more than one, of that name.
        RulesetInvalidError: The draft has faults.
    """
    if named is None:
        found = in_force(tx, as_of, log_size)
        return ChosenRuleset(found.ruleset, found.digest, published=True)
    published = {row.digest for row in tx.rulesets.all()}
    if Path(named).is_dir():
        draft = load_ruleset(Path(named)).require()
        address = digest(write_ruleset(draft))
        return ChosenRuleset(draft, address, published=address in published)
    written = _DIGEST.fullmatch(named.lower())
    called = {r.digest for r in tx.rulesets.all() if load_published(tx, r.digest).framework.version == named}
    if len(called) == 1:
        (address,) = called
        return ChosenRuleset(load_published(tx, address), address, published=True)
    meant = [address for address in sorted(published) if written and address.startswith(f"sha256:{written[1]}")]
    if len(meant) != 1:
        how_many = f"{len(meant)} published rulesets begin" if meant else "no published ruleset begins"
        raise RulesetNotFoundError(
            f"{quote(named)} is no folder and no version, and {how_many} with it: `assessor rules show` tells digests"
        )
    return ChosenRuleset(load_published(tx, meant[0]), meant[0], published=True)
