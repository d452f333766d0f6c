"""A PostgreSQL server of the tests' own: Debian's programs, on loopback, with its data in a folder that goes away."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

_PATIENCE = 600
PASSWORD = "geheim"


def programs() -> Path:
    """The newest installed server's folder of programs; where there is none, the tests fail."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail("PostgreSQL is not installed; these tests need it")
    return found[-1].parent


@dataclass
class Server:
    """A server that can be stopped hard and started again. It refuses the superuser, so then it runs as ``postgres``."""

    folder: Path
    port: int

    @classmethod
    def made(cls) -> Server:
        """A new server, started."""
        # Not in pytest's own folder, into which only its owner may look.
        folder = Path(tempfile.mkdtemp(prefix="drafter-postgres-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            server = cls(folder, free.getsockname()[1])
        (folder / "password").write_text(PASSWORD)
        if not os.getuid():
            user = pwd.getpwnam("postgres")
            for path in (folder, folder / "password"):
                os.chown(path, user.pw_uid, user.pw_gid)
        server.run(
            "initdb", "-D", str(server.data), "-U", "office", "-E", "UTF8", "--locale=C", "--no-sync",
            "--auth=scram-sha-256", f"--pwfile={folder / 'password'}",
        )  # fmt: skip
        server.start()
        return server

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str, password: str = PASSWORD) -> str:
        return f"postgresql+psycopg://office:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        # What is written is not forced to the disk: a server that is killed loses nothing by that, a machine would.
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", str(_PATIENCE), "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """As if the machine had lost its current."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")

    def database(self, name: str, *options: str) -> None:
        environment = {"PGPASSWORD": PASSWORD}
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "office")
        self.run("createdb", *where, *options, name, environment=environment)

    def remove(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder)

    def run(self, program: str, *args: str, environment: dict[str, str] | None = None, check: bool = True) -> None:
        """Run one of the server's own programs, as the user who may."""
        command = [str(programs() / program), *args]
        if not os.getuid():
            command = ["runuser", "-u", "postgres", "--", *command]
        # Its output goes to a file: the server keeps it open, and would keep a pipe open too.
        with (self.folder / "said").open("a+b") as said:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env={**os.environ, **(environment or {}), "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                timeout=_PATIENCE,
                check=False,
            )
            if check and done.returncode:
                said.seek(0)
                pytest.fail(f"{program} failed: {said.read().decode(errors='replace')[-2000:]}")
