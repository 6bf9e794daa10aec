"""
Where the files that ship with the program are: frameworks, migrations, schemas, exports' own.

Holds the one rule that finds them, in a wheel or in a checkout. Reads no file, and
knows nothing of what is inside. Installers unpack wheels, so a path is enough.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from assessor.errors import ConfigurationError

ResourceName = Literal["rules", "migrations", "schemas", "export"]

_PACKAGE = Path(__file__).resolve().parent
_PACKAGED = _PACKAGE / "_resources"
_CHECKOUT = _PACKAGE.parents[1]


def resource_dir(name: ResourceName) -> Path:
    """
    Return the folder of one kind of shipped files.

    The packaged copy comes first; in a checkout, where there is none, the
    top-level folder of that name is used.

    Args:
        name: The kind of files.

    Returns:
        An absolute path to a folder that exists.

    Raises:
        ConfigurationError: The installation lacks the folder.
    """
    for folder in (_PACKAGED / name, _CHECKOUT / name):
        if folder.is_dir():
            return folder
    raise ConfigurationError(f"shipped files `{name}` are not in `{_PACKAGED}`: install the program again")
