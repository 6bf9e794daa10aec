"""
A group of commands that stands for one of them where none is named.

So `assessor import FILE` and `assessor import withdraw BATCH` are both commands.
"""

from __future__ import annotations

from typing import Any, ClassVar

from typer.core import TyperGroup


class WithDefault(TyperGroup):
    """A group whose first word may be an argument of its default command."""

    default: ClassVar[str] = "files"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - the parser's own type
        """Put the default command's name before arguments that begin with no command's."""
        named = args[:1] and args[0] in self.commands
        return super().parse_args(ctx, args if named else [self.default, *args])
