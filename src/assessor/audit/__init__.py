"""
The record, as pure functions: canonical bytes, entries, the Merkle tree, signed checkpoints, verification.

This is the door: other rooms import from here. Nothing behind it does I/O or reads a clock.
"""

from assessor.audit.canonical import canonicalize, digest, parse_canonical
from assessor.audit.cause import BY_HAND, Cause
from assessor.audit.draft import EntryDraft, draft_entry
from assessor.audit.entry import Entry, EntryType
from assessor.audit.erasure import Erasure, draft_erasure, is_erased, read_erasure
from assessor.audit.fault import Fault
from assessor.audit.genesis import draft_genesis, read_origin
from assessor.audit.instant import parse_instant, render_instant
from assessor.audit.merkle import Frontier, compute_root, hash_leaf, hash_node, parse_root, render_root
from assessor.audit.proofs import prove_consistency, prove_inclusion, read_root, verify_consistency, verify_inclusion
from assessor.audit.reason import check_reason
from assessor.audit.request import Request
from assessor.audit.span import Span, check_span
from assessor.audit.stored import StoredContent, StoredEntry, StoredHead, StoredTile
from assessor.audit.verify import KeptRoot, VerifyReport, check_entry, verify_log
from assessor.audit.verify_signed import Signed

__all__ = [
    "BY_HAND",
    "Cause",
    "Entry",
    "EntryDraft",
    "EntryType",
    "Erasure",
    "Fault",
    "Frontier",
    "KeptRoot",
    "Request",
    "Signed",
    "Span",
    "StoredContent",
    "StoredEntry",
    "StoredHead",
    "StoredTile",
    "VerifyReport",
    "canonicalize",
    "check_entry",
    "check_reason",
    "check_span",
    "compute_root",
    "digest",
    "draft_entry",
    "draft_erasure",
    "draft_genesis",
    "hash_leaf",
    "hash_node",
    "is_erased",
    "parse_canonical",
    "parse_instant",
    "parse_root",
    "prove_consistency",
    "prove_inclusion",
    "read_erasure",
    "read_origin",
    "read_root",
    "render_instant",
    "render_root",
    "verify_consistency",
    "verify_inclusion",
    "verify_log",
]
