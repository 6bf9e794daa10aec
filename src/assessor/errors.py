"""
Every public error, by what the caller can do about it.

One root, `AssessorError`, with a stable `code`. Families: usage, configuration,
ruleset, evidence, engine, log, store. Authoring problems are values
(`assessor.ruleset.problems.Problem`), collected and shown together; only the
`RulesetInvalidError` that carries them is raised. Messages start in lower case, have no full
stop, quote the user's text in backticks, and go from outer to inner.

`EXIT_CODES` maps each code to a process exit code; a test fails where one is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class AssessorError(Exception):
    """Root of every error this package raises on purpose."""

    code: ClassVar[str] = "error"


class UsageError(AssessorError):
    """The request itself makes no sense; nothing was read or written."""

    code = "usage"


class ConfigurationError(AssessorError):
    """The surroundings are not as needed: a missing file, setting, or package."""

    code = "configuration"


class RulesetError(AssessorError):
    """A ruleset cannot be used."""

    code = "ruleset"


class RulesetInvalidError(RulesetError):
    """Rule files have problems; `problems` holds all of them, in file order."""

    code = "ruleset-invalid"

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''}:\n" + "\n".join(str(p) for p in self.problems))


class RulesetNotFoundError(RulesetError):
    """No published ruleset answers to the request."""

    code = "ruleset-not-found"


class RulesetConflictError(RulesetError):
    """The log is of another framework, or holds other content of the same version; nothing was published."""

    code = "ruleset-conflict"


class RulesetRefusedError(RulesetError):
    """The gate does not let a ruleset pass; the message has what each step found, and nothing was published."""

    code = "ruleset-refused"


class StepInvalidError(AssessorError):
    """A step of a feature asks for what cannot be done; the message says what, and what to do."""

    code = "step-invalid"


class EvidenceError(AssessorError):
    """Evidence is refused; nothing was recorded."""

    code = "evidence"


class EvidenceInvalidError(EvidenceError):
    """Evidence has the wrong shape or content."""

    code = "evidence-invalid"


class EvidenceConflictError(EvidenceError):
    """The id exists with other content."""

    code = "evidence-conflict"


class EvidenceNotFoundError(EvidenceError):
    """No evidence of that id is known."""

    code = "evidence-not-found"


class EngineError(AssessorError):
    """An evaluation could not be completed."""

    code = "engine"


class EnginesDisagreeError(EngineError):
    """The two inference engines gave different results; no verdict was recorded."""

    code = "engines-disagree"


class EngineUnavailableError(EngineError):
    """An inference engine cannot run here; the message says why."""

    code = "engine-unavailable"


class LogError(AssessorError):
    """The audit log refused or failed a request."""

    code = "log"


class CanonicalFormError(LogError):
    """A value has no canonical form (RFC 8785, restricted), or bytes are not in it."""

    code = "log-canonical-form"


class EntryInvalidError(LogError):
    """An entry's envelope has the wrong shape or is too large, or a newer program wrote it."""

    code = "log-entry-invalid"


class AppendConflictError(LogError):
    """Another writer appended first; nothing was written."""

    code = "log-append-conflict"


class KeyConflictError(LogError):
    """The key stands for another request already; nothing was written."""

    code = "log-key-conflict"


class ClockError(LogError):
    """The clock runs further behind the log than can be clamped; nothing was written."""

    code = "log-clock"


class ErasureRefusedError(LogError):
    """What is to be erased is not there, or is no text that may go; nothing was recorded."""

    code = "log-erasure-refused"


class VerificationError(LogError):
    """Stored bytes and hashes do not fit each other, or not the root that was kept."""

    code = "log-verification"


class BodyInvalidError(VerificationError):
    """
    The body of an entry is not what its type says, though its bytes and hashes fit each other.

    Attributes:
        index: The entry.
        reason: What is wrong with it, in words.
    """

    code = "log-body-invalid"

    def __init__(self, index: int, reason: str) -> None:
        self.index = index
        self.reason = reason
        super().__init__(f"entry {index}: {reason}")


class NoteInvalidError(VerificationError):
    """Bytes are no signed note, checkpoint, cosignature or verifier key."""

    code = "log-note-invalid"


class SigningKeyError(LogError):
    """The signing key is missing, open to others, malformed, or not the log's."""

    code = "log-signing-key"


class CheckpointMissingError(LogError):
    """No checkpoint covers what was asked for: nobody has signed it yet."""

    code = "log-checkpoint-missing"


class ExportError(LogError):
    """The folder cannot take an export: it is in use, cannot be written, or holds something else."""

    code = "log-export"


class ReceiptInvalidError(VerificationError):
    """Bytes are no receipt."""

    code = "log-receipt-invalid"


class BundleInvalidError(VerificationError):
    """Bytes are no bundle."""

    code = "log-bundle-invalid"


class StoreError(AssessorError):
    """The database refused or failed a request; the transaction was rolled back, unless a class below says else."""

    code = "store"


class StoreMissingError(StoreError):
    """No database, or no log in it, is there yet: `assessor init` makes one."""

    code = "store-missing"


class StoreRefusedError(StoreError):
    """A row would change what is recorded, or does not fit what it refers to."""

    code = "store-refused"


class StoreLockedError(StoreError):
    """Another process holds the database; the request can be repeated."""

    code = "store-locked"


class StoreUnreachableError(StoreError):
    """The database server does not answer, or its connection was lost; nothing was kept."""

    code = "store-unreachable"


class StoreUncertainError(StoreError):
    """The connection was lost while the transaction was being committed: it is kept whole, or not at all."""

    code = "store-uncertain"


class StoreReadOnlyError(StoreError):
    """The database cannot be written."""

    code = "store-read-only"


class StoreFullError(StoreError):
    """The disk, or the database's allowance, is full."""

    code = "store-full"


class StoreForeignError(StoreError):
    """The file is no Assessor database, or is damaged."""

    code = "store-foreign"


class StoreVersionError(StoreError):
    """The database's schema is not this program's: newer, or not yet upgraded."""

    code = "store-version"


EXIT_CODES: dict[str, int] = {
    "error": 1,
    "usage": 2,
    "configuration": 1,
    "ruleset": 4,
    "ruleset-invalid": 4,
    "ruleset-not-found": 1,
    "ruleset-conflict": 1,
    "ruleset-refused": 4,
    "step-invalid": 4,
    "evidence": 1,
    "evidence-invalid": 1,
    "evidence-conflict": 1,
    "evidence-not-found": 1,
    "engine": 1,
    "engines-disagree": 1,
    "engine-unavailable": 1,
    "log": 1,
    "log-canonical-form": 1,
    "log-entry-invalid": 1,
    "log-append-conflict": 1,
    "log-key-conflict": 1,
    "log-clock": 1,
    "log-erasure-refused": 1,
    "log-verification": 5,
    "log-body-invalid": 5,
    "log-note-invalid": 5,
    "log-signing-key": 1,
    "log-checkpoint-missing": 1,
    "log-export": 1,
    "log-receipt-invalid": 5,
    "log-bundle-invalid": 5,
    "store": 1,
    "store-missing": 1,
    "store-refused": 1,
    "store-locked": 1,
    "store-unreachable": 1,
    "store-uncertain": 1,
    "store-read-only": 1,
    "store-full": 1,
    "store-foreign": 1,
    "store-version": 1,
}
