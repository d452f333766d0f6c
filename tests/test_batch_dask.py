"""A Dask cluster of real processes: a scheduler and two workers make what one process makes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from batches import row, write_list
from post import small_inbox
from running import ROOT, run_drafter

if find_spec("distributed") is None:  # importing it takes half a second, in each process that collects
    pytest.skip("distributed is not installed", allow_module_level=True)

DAY = ("--date", "2018-07-10")
COUNT = 600


def _start(*args: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", *args]
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=place)


@pytest.fixture
def cluster(tmp_path):
    """The address of a scheduler with two workers, each a process."""
    scheduler = _start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    assert scheduler.stderr is not None
    address = ""
    while not address:
        line = scheduler.stderr.readline()
        assert line, "the scheduler did not start"
        found = re.search(r"tcp://127\.0\.0\.1:\d+", line)
        address = found[0] if found else ""
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(tmp_path))
    workers = [_start("distributed.cli.dask_worker", address, *options) for _ in range(2)]
    try:
        for worker in workers:
            assert worker.stderr is not None
            while "Registered to" not in (line := worker.stderr.readline()):
                assert line, "a worker did not start"
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.communicate()


def test_a_cluster_makes_what_one_process_makes(office, cluster):
    address, _ = cluster
    write_list(office / "people.csv", [row(number) for number in range(COUNT)])
    assert run_drafter("batch", "people.csv", "-o", "one.zip", *DAY).code == 0
    ran = run_drafter("batch", "people.csv", "-o", "two.zip", *DAY, "--dask", address)
    assert ran.code == 0, ran.err
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()
    small_inbox(Path("inbox"))
    assert run_drafter("mail", "sort", "inbox", "-o", "one").code == 0
    ran = run_drafter("mail", "sort", "inbox", "-o", "two", "--dask", address)
    assert ran.code == 0, ran.err
    for name in ("messages.csv", "campaigns.csv", "sort.json", "summary.html"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_a_worker_that_is_killed_is_done_without(office, cluster):
    address, workers = cluster
    write_list(office / "people.csv", [row(number) for number in range(COUNT)])
    workers[0].send_signal(signal.SIGKILL)
    ran = run_drafter("batch", "people.csv", "-o", "two.zip", *DAY, "--dask", address)
    assert ran.code == 0, ran.err


def test_no_cluster_is_told_in_one_line(office, monkeypatch):
    monkeypatch.setattr("drafter.engines._PATIENCE", 1)
    write_list(office / "people.csv", [row(0)])
    for address in ("tcp://127.0.0.1:1", "nowhere"):
        ran = run_drafter("batch", "people.csv", "-o", "two.zip", *DAY, "--dask", address)
        assert ran.code == 2
        assert ran.err.splitlines()[-1].startswith("--dask: error: ")
        assert not Path("two.zip").exists()
