"""
From a template to a page: the one place that knows the template engine.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from assessor.errors import ConfigurationError
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

_TICKED: Final = re.compile("`([^`]+)`")
_QUOTED: Final = re.compile("“([^“”]*)”")


def check_templates() -> None:
    """
    Check that pages can be made, before long work is done for one.

    Raises:
        ConfigurationError: The template engine is not installed.
    """
    _library()


def render_template(name: str, told: Mapping[str, object], drawn: Mapping[str, str], package: str = __package__) -> str:
    """
    Return a page.

    Args:
        name: A template of the package; it can extend and import others of it.
        told: What the template is given; whatever stands in it is escaped, what cannot be seen is spelled out, and what
            is missing is an error.
        drawn: Markup of our own making, such as charts: it stands as it is.
        package: Where the templates lie.

    Raises:
        ConfigurationError: The template engine is not installed.
    """
    _, markup = _library()
    marked = {key: markup(value) for key, value in drawn.items()}
    page: str = _environment(package).get_template(name).render({**told, "drawn": marked})
    return page


def render_macro(name: str, macro: str, package: str, *values: object) -> str:
    """
    Return what a macro makes of some values, for a page whose parts are made one by one; see `render_template`.

    Args:
        name: A template of the package, which needs nothing that a page is given; `macro` is one of its macros.
        values: What the macro is given; of our own making is only what `as_markup` marks.

    Raises:
        ConfigurationError: The template engine is not installed.
    """
    return str(getattr(_environment(package).get_template(name).module, macro)(*values))


def as_markup(made: str) -> str:
    """Return markup of our own making, marked as such: templates let it stand as it is."""
    marked: str = _library()[1](made)
    return marked


def data_block(value: object) -> str:
    """Return a value as JSON that can stand inside a `script` element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _environment(package: str) -> Any:  # noqa: ANN401 - an extra, so no type is known
    jinja2, markup = _library()

    def shown(value: object) -> object:
        return safe(value) if isinstance(value, str) and not isinstance(value, markup) else value

    def ticked(text: str) -> object:
        told = _QUOTED.sub(r"“<bdi>\1</bdi>”", str(markup.escape(safe(text))))
        return markup(_TICKED.sub(r"<code>\1</code>", told))

    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: files(package).joinpath(name).read_text(encoding="utf-8")),
        autoescape=True,
        finalize=shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters["ticked"] = ticked  # in backticks stands a name as it is typed, in quotes a title in any script
    return made


def _library() -> tuple[Any, Any]:
    try:
        import jinja2  # noqa: PLC0415 - an extra
        from markupsafe import Markup  # noqa: PLC0415 - it comes with it
    except ImportError as error:
        raise ConfigurationError("pages need jinja2: install `assessor[charts]`") from error
    return jinja2, Markup
