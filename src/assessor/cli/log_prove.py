"""`assessor log prove`: that an entry is in the log, or that the log extends an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened
from assessor.errors import UsageError

if TYPE_CHECKING:
    from assessor.services.prove import ConsistencyProof, InclusionProof


def prove(
    context: typer.Context,
    index: Annotated[int | None, typer.Argument(min=0, help="An entry, to show that it is in the log.")] = None,
    first: Annotated[
        int | None, typer.Option("--from", min=1, help="An earlier size, to show it was extended.")
    ] = None,
    second: Annotated[int | None, typer.Option("--to", min=1, help="The later size; else as it stands.")] = None,
    size: Annotated[int | None, typer.Option(min=1, help="The size to show INDEX in; else as it stands.")] = None,
    as_json: Json = False,
) -> None:
    """Prove inclusion of INDEX, or with --from consistency; the proof is checked before it is shown."""
    from assessor.services.prove import prove_consistency, prove_inclusion

    if (index is None) == (first is None):
        raise UsageError("give INDEX, or --from, not both")
    if (index is None and size is not None) or (first is None and second is not None):
        raise UsageError("--size goes with INDEX, --to with --from")
    with opened(context) as assessor:
        found: InclusionProof | ConsistencyProof
        if index is not None:
            found = prove_inclusion(assessor, index, size)
        else:
            assert first is not None  # noqa: S101 - one of the two was given
            found = prove_consistency(assessor, first, second)
    if as_json:
        print_json(flat_proof(found))
    else:
        tell_proof(found)


def flat_proof(found: InclusionProof | ConsistencyProof) -> dict[str, Any]:
    """Return a proof as one flat object; every hash as people keep roots."""
    from assessor.audit import render_root
    from assessor.services.prove import InclusionProof

    if isinstance(found, InclusionProof):
        head = {"index": found.index, "size": found.size, "leaf_hash": render_root(found.leaf_hash)}
        roots = {"root": render_root(found.root)}
    else:
        head = {"first_size": found.first_size, "second_size": found.second_size}
        roots = {"first_root": render_root(found.first_root), "second_root": render_root(found.second_root)}
    return {**head, **roots, "proof": [render_root(item) for item in found.proof]}


def tell_proof(found: InclusionProof | ConsistencyProof) -> None:
    """Print a proof: what it shows, between which hashes, and its own."""
    flat = flat_proof(found)
    if "index" in flat:
        say(f"entry {flat['index']} is in the log of {flat['size']} entries")
    else:
        say(f"the log of {flat['second_size']} entries begins with the log of {flat['first_size']}")
    for name in ("leaf_hash", "root", "first_root", "second_root"):
        if name in flat:
            say(f"{name.replace('_', ' ')} {flat[name]}")
    say(f"proof, {len(found.proof)} hashes{':' if found.proof else ''}")
    for item in flat["proof"]:
        say(f"  {item}")
