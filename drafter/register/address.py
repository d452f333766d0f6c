"""Where the register is: in a file of the office's, or in a database on a server."""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from drafter.frozen import dataclass
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Where

VARIABLE = "DRAFTER_REGISTER"
FOLDER = "register"
SPOOL = "approving"  # the folder in it where final copies wait while their letters are entered
_FILE = "letters.sqlite"
_FILE_FORM = "for example sqlite:///register/letters.sqlite, counted from the office's folder"
_FORM = "for example postgresql://office@db.example.org/drafter, or leave it out for a file of the office's own"


@dataclass(frozen=True)
class Address:
    """A register's place: a file's ``path``, or a URL. ``name`` is its name in problems and never holds a password."""

    name: str
    path: Path | None = None
    url: str = field(default="", repr=False)


def address_of(office: Office, given: str = "") -> Address:
    """The address given, or the one in ``office.yaml``, or the office's own file.

    A path in ``sqlite:///PATH`` is relative to the office's folder. Raises ProblemsFound for anything that is no
    address, without repeating it: it may hold a password.
    """
    setting = given or office.register
    where = Where(VARIABLE) if given else Where(office.path_of("office.yaml"))
    if not setting:
        return Address(office.path_of(FOLDER, _FILE), office.folder / FOLDER / _FILE)
    scheme, _, rest = setting.partition("://")
    if scheme == "sqlite":
        path = Path(unquote(rest.removeprefix("/")))
        if not rest.startswith("/") or not path.name or path.name == ":memory:" or "?" in rest:
            raise ProblemsFound([Problem(where, "odd-register", "'register' names no file", _FILE_FORM)])
        shown = str(path) if path.is_absolute() else office.path_of(str(path))
        return Address(shown, office.folder / path)
    if scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
        message = "'register' is neither a sqlite:// nor a postgresql:// address"
        raise ProblemsFound([Problem(where, "odd-register", message, _FORM)])
    return Address(_shown(rest, where), url=f"postgresql+psycopg://{rest}")


def _shown(rest: str, where: Where) -> str:
    """Host and database only, without user, password or options."""
    try:
        parts = urlsplit(f"postgresql://{rest}")
        port = f":{parts.port}" if parts.port else ""
        host = parts.hostname or ""
    except ValueError:
        raise ProblemsFound([Problem(where, "odd-register", "is no address of a database", _FORM)]) from None
    database = re.sub(r"[^\w.-]", "?", unquote(parts.path.removeprefix("/")))
    return f"postgresql://{re.sub(r'[^A-Za-z0-9.:-]', '?', host)}{port}/{database}"
