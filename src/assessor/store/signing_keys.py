"""
Where the log's signing key is: in a file that its owner alone can read, or in the environment.

Never in the database. Holds reading and making; a file is never written over. What is wrong with
a key is told without a character of it.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from assessor.audit.note_key import KEY_SIZE, MAX_KEY_TEXT, SigningKey, parse_signing_key
from assessor.errors import SigningKeyError
from assessor.store.durable_file import create_durably

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENVIRONMENT: Final = "ASSESSOR_SIGNING_KEY"
"""The setting that may hold the key itself."""

OWNER_ONLY: Final = stat.S_IRUSR | stat.S_IWUSR
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class SigningKeys:
    """The signing key that the settings name."""

    __slots__ = ("_draw", "_text", "path")

    def __init__(self, path: Path, *, text: str | None, draw: Callable[[int], bytes]) -> None:
        """
        Name a key; nothing is read yet.

        Args:
            path: The file it is in.
            text: The key itself, where the environment holds it; the file is not looked at then.
            draw: Returns that many random bytes.
        """
        self.path = path
        self._text = text
        self._draw = draw

    @property
    def place(self) -> str:
        """Where the key is: the file, or the setting that holds it."""
        return str(self.path) if self._text is None else ENVIRONMENT

    def load(self) -> SigningKey | None:
        """
        Return the key, or None where neither file nor environment has one.

        Raises:
            SigningKeyError: It is damaged, or others can read its file.
        """
        if self._text is not None:
            return parse_signing_key(self._text.strip())
        return read_signing_key(self.path)

    def make(self, name: str, path: Path | None = None) -> SigningKey:
        """
        Make a key and its file, which is on disk when this returns.

        Args:
            name: The log's origin.
            path: Another file than the one the settings name.

        Raises:
            SigningKeyError: The file is there already, or cannot be made.
        """
        key = SigningKey(name, self._draw(KEY_SIZE))
        target = path or self.path
        try:
            create_durably(target, f"{key.render_secret()}\n".encode(), mode=OWNER_ONLY)
        except OSError as error:
            raise SigningKeyError(f"signing key `{target}` cannot be made: {error.strerror}") from error
        return key


def read_signing_key(path: Path) -> SigningKey | None:
    """
    Return the key in a file, or None where there is no file.

    Raises:
        SigningKeyError: It cannot be read, is damaged, or others than its owner can read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SigningKeyError(f"signing key `{path}` cannot be read: {error.strerror}") from error
    try:
        _check_rights(descriptor, path)
        data = os.read(descriptor, MAX_KEY_TEXT + 1)
    finally:
        os.close(descriptor)
    try:
        return parse_signing_key(data.decode("utf-8").strip())
    except UnicodeDecodeError:
        raise SigningKeyError(f"`{path}` holds no signing key") from None
    except SigningKeyError as error:
        raise SigningKeyError(f"`{path}`: {error}") from error


def _check_rights(descriptor: int, path: Path) -> None:
    """Look at the file that was opened, not at its name, which may mean another one by now."""
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        raise SigningKeyError(f"signing key `{path}` is no file")
    if mode & _OTHERS:
        raise SigningKeyError(
            f"signing key `{path}` can be read by others than its owner ({stat.filemode(mode)}): run "
            f"`chmod 600 {path}`, and replace the key if somebody may have read it"
        )
