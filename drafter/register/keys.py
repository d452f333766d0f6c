"""The office's key, which seals the register and hides who was answered, and what is made with it."""

from __future__ import annotations

import hmac
import json
import os
import re
import unicodedata
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafter.files.atomic import make_private, read_regular, sync_folder, write_atomically
from drafter.files.system import reason_of
from drafter.frozen import dataclass
from drafter.problems import Problem, ProblemsFound, Where

if TYPE_CHECKING:
    from drafter.register.model import Constituent

VARIABLE = "DRAFTER_REGISTER_KEY"
LAST = "last"  # a file beside the key that records the register's last letter
_BYTES = 32
canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode  # the only form of a value that is sealed


@dataclass(frozen=True)
class Key:
    """The secret. Each purpose has its label, so that a seal for one purpose never fits another."""

    secret: bytes = field(repr=False)

    def seal(self, label: str, value: Any) -> str:
        """The HMAC-SHA256, in hex, of a JSON value: sorted keys, no white space, ASCII only."""
        return self.seal_text(canonical([label, value]))

    def seal_text(self, text: str) -> str:
        """The same for a text that is already ``canonical``, including its label."""
        return hmac.digest(self.secret, text.encode("ascii"), "sha256").hex()

    def constituent(self, who: Constituent | str) -> str:
        """The keyed hash of a constituent; empty for none. A text is taken as such a hash and returned."""
        if isinstance(who, str):
            return who
        name, postcode = _folded(who.name, " "), _folded(who.postcode, "")
        return self.seal("constituent", [name, postcode]) if name else ""

    @property
    def check(self) -> str:
        """A value that tells one key from another without revealing the key."""
        return self.seal("check", "drafter")


@dataclass(frozen=True)
class KeyPlace:
    """The place of the key: ``given`` in hex, or else a file, whose name in problems is ``name``."""

    path: Path
    name: str
    given: str = field(default="", repr=False)

    def read(self) -> Key | None:
        """The key; None where there is none yet. Raises ProblemsFound for one that cannot be used."""
        if self.given:
            return _parse(self.given, VARIABLE)
        try:
            return _parse(read_regular(self.path).decode("ascii"), self.name)
        except FileNotFoundError:
            return None
        except PermissionError as failure:
            message, hint = (
                f"cannot be read: {reason_of(failure)}",
                "this user lacks a permission on it, or on its folder",
            )
            raise ProblemsFound([Problem(Where(self.name), "odd-key-file", message, hint)]) from None
        except (OSError, UnicodeError):
            raise ProblemsFound([Problem(Where(self.name), "odd-key-file", "cannot be read", _HINT)]) from None

    def make(self) -> Key:
        """Make a new key, in a file that is whole or absent. If another process made one meanwhile, return that."""
        try:
            make_private(self.path.parent)
        except OSError as failure:
            message = f"cannot be written: {reason_of(failure)}"
            raise ProblemsFound([Problem(Where(self.name), "unwritable-file", message)]) from None
        problem = write_atomically(self.path, f"{os.urandom(_BYTES).hex()}\n".encode(), self.name, replace=False)
        if problem is not None and problem.rule != "file-exists":
            raise ProblemsFound([problem])
        sync_folder(self.path.parent)
        key = self.read()
        assert key is not None
        return key


_HINT = f"copy the key of the office's other place here, or set {VARIABLE}"


def missing_key(place: KeyPlace) -> Problem:
    """A problem: there is a register, but not its key."""
    return Problem(Where(place.name), "missing-key", "the register's key is not here", _HINT)


def wrong_key(place: KeyPlace) -> Problem:
    """A problem: the key belongs to another register."""
    at = VARIABLE if place.given else place.name
    return Problem(Where(at), "wrong-key", "this is not the key that the register was made with", _HINT)


def _parse(text: str, name: str) -> Key:
    text = text.strip()
    if not re.fullmatch(f"[0-9a-fA-F]{{{2 * _BYTES}}}", text):
        message = f"a key is {2 * _BYTES} digits and letters from a to f, and this is none"
        raise ProblemsFound([Problem(Where(name), "odd-key-file", message, _HINT)])
    return Key(bytes.fromhex(text))


def _folded(text: str, between: str) -> str:
    """Letters and digits only, without accents and case: 'Mrs. Zoë  Quill' and 'MRS ZOE QUILL' are one."""
    plain = text  # names are folded by the thousand, and ASCII ones, the most, have no accents
    if not text.isascii():
        from drafter.english.names import plain_name  # late: few names need it

        letters = unicodedata.normalize("NFKD", plain_name(text).casefold())
        plain = "".join(c for c in letters if not unicodedata.combining(c))
    return between.join(re.findall(r"\w+", plain.casefold()))
