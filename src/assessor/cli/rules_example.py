"""`assessor rules example`: the smallest evidence for what rules conclude, as a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import Json, default_framework
from assessor.cli.output import print_json, say

if TYPE_CHECKING:
    from assessor.workbench.solver.asking import Reply


def show_example(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A rule, finding, qualifier, trend, tension or trajectory.")
    ],
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A framework's folder; else the doctrine that ships with it.")
    ] = None,
    cell: Annotated[str | None, typer.Option(help="The cell that is judged; else the first that rules judge.")] = None,
    missed: Annotated[bool, typer.Option("--not", help="Evidence that just misses it.")] = False,
    as_json: Json = False,
) -> None:
    """Write the smallest evidence on which something is so, as a scenario; exit 3 where there is none."""
    from assessor.ruleset.load import load_ruleset
    from assessor.workbench.solver.examples import find_example, find_near_miss
    from assessor.workbench.solver.subject import subject_of
    from assessor.workbench.solver.targets import find_target

    subject = subject_of(load_ruleset(folder or default_framework()).require(), cell)
    target = find_target(subject, name)
    reply = (find_near_miss if missed else find_example)(subject, target)
    if as_json:
        print_json({"framework": subject.framework.framework, "cell": subject.name, "of": name, **flat_reply(reply)})
    elif reply.kind == "found" and reply.scenario is not None:
        for line in reply.scenario.text.splitlines():
            say(line)
    else:
        say(f"{target.what}: {tell_reply(reply)}")
    if reply.kind != "found":
        raise typer.Exit(ExitCode.NEGATIVE)


def flat_reply(reply: Reply) -> dict[str, Any]:
    """Return a reply as one object."""
    return {
        "kind": reply.kind,
        "scenario": reply.scenario.text if reply.scenario is not None and reply.kind == "found" else None,
        "smallest": reply.is_smallest,
        "bound": reply.bound,
        "not_covered": list(reply.left_open),
        "why": reply.why,
    }


def tell_reply(reply: Reply) -> str:
    """Return why there is no scenario, in words."""
    within = f" (searched: {reply.bound})" if reply.bound else ""
    if reply.kind == "never":
        return f"no evidence shows it{within}"
    if reply.kind == "open":
        return f"not found out; {reply.why or 'the search was given up'}{within}"
    if reply.left_open:
        return f"not found out, since this is not covered: {'; '.join(reply.left_open)}"
    return f"what was found did not show it when it was run, a defect of the analysis: {reply.why}"
