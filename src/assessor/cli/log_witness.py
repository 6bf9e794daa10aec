"""`assessor log witness`: whose cosignatures count."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

app = typer.Typer(help="Witnesses, whose cosignatures count.", no_args_is_help=True)


@app.command("add")
def add(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="VKEY", help="Its verifier key, `name+hash+base64`.")],
    as_json: Json = False,
) -> None:
    """Make a witness known, by an entry of the log."""
    from assessor.services.cosign import add_witness

    with opened(context) as assessor:
        found = add_witness(assessor, key)
    if as_json:
        print_json(found)
    else:
        say(f"witness {found.name} {'was known' if found.repeated else 'is known'} from entry {found.entry_index} on")


@app.command("list")
def list_all(context: typer.Context, as_json: Json = False) -> None:
    """List the witnesses that the log knows."""
    from assessor.services.cosign import list_witnesses

    with opened(context) as assessor:
        found = list_witnesses(assessor)
    if as_json:
        print_json({"witnesses": [{"name": w.name, "key": w.key, "entry_index": w.entry_index} for w in found]})
    elif found:
        for witness in found:
            say(witness.key)
    else:
        say("the log knows no witness")
