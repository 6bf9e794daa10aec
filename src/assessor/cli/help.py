"""
Help in the words of people: what an option takes is named, and a flag takes nothing.

Holds the wording of placeholders alone. What each option means stands where it is declared.
"""

from __future__ import annotations

from typing import Any

import typer

_PLACEHOLDERS = {
    "--count": "N",
    "--date": "EDTF",
    "--db": "DATABASE",
    "--from": "INDEX",
    "--new-source": "SOURCE",
    "--origin": "NAME",
    "--period": "EDTF",
    "--size": "N",
    "--source": "ID",
    "--summary": "TEXT",
    "--title": "TEXT",
    "--why": "TEXT",
}


def word_help(command: Any) -> None:  # noqa: ANN401 - the parser's own type, which has no public name
    """Give every parameter of a command, and of those below it, a placeholder instead of a type."""
    shared = command.get_help_option(typer.Context(command))
    for parameter in [*command.params, *([shared] if shared is not None else [])]:
        if parameter.metavar is None:
            parameter.metavar = _placeholder(parameter)
        if parameter.param_type_name == "argument":
            parameter.display_type_rich = _say_nothing  # its name says it already
    for below in getattr(command, "commands", {}).values():
        word_help(below)


def _say_nothing(**_: object) -> None:
    """Stand in for the type of an argument."""


def _placeholder(parameter: Any) -> str:  # noqa: ANN401 - as above
    if getattr(parameter, "is_flag", False):
        return ""
    name: str = parameter.opts[0]
    return _PLACEHOLDERS.get(name) or name.lstrip("-").upper()
