"""`assessor serve`: the site of the live database, on the loopback address."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.site.serve import LiveSite


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 8321,
    requests: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="End after so many; 0 only sees whether the pages can be made."),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep the pages here: the next start then makes only what changed."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the site to browsers of this machine until interrupted, read-only, made again when the log has grown."""
    from assessor.site.serve import PATIENCE, LiveSite

    with (
        opened(context) as assessor,
        TemporaryDirectory(prefix="assessor-site-") as temporary,
        LiveSite(assessor, folder or Path(temporary) / "site", patience=None if requests == 0 else PATIENCE) as site,
    ):
        if requests == 0:
            _tell(site, None, as_json=as_json)
        else:
            _serve(site, port, requests, as_json=as_json)


def _serve(site: LiveSite, port: int, requests: int | None, *, as_json: bool) -> None:
    from assessor.site.serve import open_server

    with open_server(site, port) as server:
        _tell(site, f"http://127.0.0.1:{server.server_port}/", as_json=as_json)
        try:
            if requests is None:
                server.serve_forever()
            for _ in range(requests or 0):
                server.handle_request()
        except KeyboardInterrupt:
            return


def _tell(site: LiveSite, address: str | None, *, as_json: bool) -> None:
    """Say where the site is, before anybody can have asked for it."""
    if as_json:
        print_json({"address": address, "size": site.size if site.size >= 0 else None})
    elif address is None:
        say(f"the pages of {site.size} entries can be made")
    else:
        say(f"open {address} on this machine; Ctrl-C ends it")
