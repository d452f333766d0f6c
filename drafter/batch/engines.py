"""What makes a batch's pieces: this process, the machine's cores, or a Dask cluster. They come in their order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final

from drafter.batch.pieces import Done, Task, make
from drafter.problems import Problem, ProblemsFound, Where

Engine = Callable[[Iterable[Task]], Iterator[Done]]
_AHEAD: Final = 2  # pieces that wait for each worker, so that none is idle and memory stays small
_MOST_DEATHS: Final = 3  # of workers, one after another, with no piece made between
_PATIENCE: Final = 15  # seconds for a cluster to answer


def here(tasks: Iterable[Task]) -> Iterator[Done]:
    """Make the pieces in this process."""
    return map(make, tasks)


def over_processes(workers: int) -> Engine:
    """Make the pieces in so many processes. A worker that is killed is replaced, and its piece made again."""

    def run(tasks: Iterable[Task]) -> Iterator[Done]:
        coming = iter(tasks)
        waiting: deque[tuple[Task, Future[Done]]] = deque()
        deaths = 0
        pool = _pool(workers)
        try:
            while True:
                while len(waiting) < workers * _AHEAD and (task := next(coming, None)) is not None:
                    waiting.append((task, _submit(pool, task)))
                if not waiting:
                    return
                try:
                    done = waiting[0][1].result()
                except BrokenProcessPool:
                    deaths += 1
                    if deaths > _MOST_DEATHS:
                        raise ProblemsFound([_dying()]) from None
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = _pool(workers)
                    waiting = deque((task, pool.submit(make, task)) for task, _ in waiting)
                    continue
                deaths = 0
                waiting.popleft()
                yield done
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    return run


def _pool(workers: int) -> ProcessPoolExecutor:
    # Started afresh: a copy of a process that has threads or open databases is not safe.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _submit(pool: ProcessPoolExecutor, task: Task) -> Future[Done]:
    try:
        return pool.submit(make, task)
    except BrokenProcessPool as broken:  # it is told when the piece's turn comes
        future: Future[Done] = Future()
        future.set_exception(broken)
        return future


def _dying() -> Problem:
    message = f"{_MOST_DEATHS + 1} worker processes were killed one after another; is there too little memory?"
    return Problem(Where("--workers"), "killed-worker", message, "what is made is kept; go on with fewer workers")


def over_dask(address: str) -> Engine:
    """Make the pieces on a Dask cluster, whose workers have drafter installed. Raises ProblemsFound, of ``--dask``."""

    def run(tasks: Iterable[Task]) -> Iterator[Done]:
        client = _client(address)
        try:
            ahead = max(1, len(client.scheduler_info()["workers"])) * _AHEAD
            waiting: deque[Any] = deque()
            for task in tasks:
                # Its key holds no more than the piece's number: it is seen in the cluster's own pages and logs.
                waiting.append(client.submit(make, task, key=f"drafter-{id(waiting)}-{task.number}", pure=False))
                if len(waiting) >= ahead:
                    yield _result(waiting.popleft(), address)
            while waiting:
                yield _result(waiting.popleft(), address)
        finally:
            client.close()

    return run


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        message = "Dask is not installed here"
        raise ProblemsFound([Problem(Where("--dask"), "missing-extra", message, "install drafter[dask]")]) from None
    try:
        client: Any = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as failure:
        message = f"no Dask scheduler answers at {address} ({type(failure).__name__})"
        raise ProblemsFound([Problem(Where("--dask"), "no-cluster", message)]) from None
    if not client.scheduler_info()["workers"]:
        client.close()
        raise ProblemsFound([Problem(Where("--dask"), "no-cluster", f"the cluster at {address} has no workers")])
    return client


def _result(future: Any, address: str) -> Done:
    try:
        done: Done = future.result()
    except Exception as failure:
        message = (
            f"the cluster at {address} did not make piece {future.key.rpartition('-')[2]} ({type(failure).__name__})"
        )
        hint = "what is made is kept; is the same drafter installed on its workers?"
        raise ProblemsFound([Problem(Where("--dask"), "no-cluster", message, hint)]) from failure
    return done
