"""`assessor serve`: the site of the live database, on the loopback address."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from assessor.cli.output import say
from assessor.cli.settings import opened


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 8321,
) -> None:
    """Show the site to browsers of this machine until interrupted, read-only, made again when the log has grown."""
    from assessor.site.serve import LiveSite, open_server

    with opened(context) as assessor, TemporaryDirectory(prefix="assessor-site-") as folder:
        site = LiveSite(assessor, Path(folder) / "site")
        with open_server(site, port) as server:
            say(f"open http://127.0.0.1:{server.server_port}/ here; stop with Ctrl-C")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                say("stopped")
