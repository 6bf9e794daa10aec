"""
From a template to a page: the one place that knows the template engine.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assessor.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping


def check_templates() -> None:
    """
    Check that pages can be made, before long work is done for one.

    Raises:
        ConfigurationError: The template engine is not installed.
    """
    _library()


def render_template(name: str, told: Mapping[str, object], drawn: Mapping[str, str]) -> str:
    """
    Return a page.

    Args:
        name: A template beside this file.
        told: What the template is given; whatever stands in it is escaped, and what is missing is an error.
        drawn: Markup of our own making, such as charts: it stands as it is.

    Raises:
        ConfigurationError: The template engine is not installed.
    """
    jinja2, markup = _library()
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    source = files(__package__).joinpath(name).read_text(encoding="utf-8")
    safe = {key: markup(value) for key, value in drawn.items()}
    page: str = environment.from_string(source).render({**told, "drawn": safe})
    return page


def _library() -> tuple[Any, Any]:
    try:
        import jinja2  # noqa: PLC0415 - an extra
        from markupsafe import Markup  # noqa: PLC0415 - it comes with it
    except ImportError as error:
        raise ConfigurationError("pages need jinja2: install `assessor[charts]`") from error
    return jinja2, Markup
