"""Engines run pieces of work: in this process, on the computer's cores, or on a Dask cluster.

Results come in the order of the pieces. A piece is a plain value that holds everything it needs, so that any engine can
run it with the same result.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from drafter.extras import missing_extra
from drafter.problems import Problem, ProblemsFound, Where

if TYPE_CHECKING:  # slow to import, and usually one process is enough
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")
_AHEAD: Final = 2  # pieces that wait for each worker, so that none is idle and memory use stays small
_MOST_DEATHS: Final = 3  # deaths of workers in a row without a finished piece
_MOST_WORKERS: Final = 16  # one process cannot use the results of more
_FEW: Final = 3  # pieces; starting processes for fewer takes longer than doing them
_PATIENCE: Final = 15  # seconds for a cluster to answer


class Engine(Protocol):
    """Runs a function on pieces. It raises ProblemsFound if it cannot go on."""

    def __call__(self, function: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        """The results, in order."""
        ...


def here(function: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
    """Run it in this process."""
    return map(function, pieces)


def where_worth(workers: int) -> Engine:
    """Run it in this many processes if there are a few pieces; otherwise here, which takes less time."""

    def run(function: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        coming = iter(pieces)
        first = list(islice(coming, _FEW))
        engine = over_processes(workers) if workers > 1 and len(first) >= _FEW else here
        return engine(function, chain(first, coming))

    return run


def cores() -> int:
    """How many cores this process may use, up to the most that are useful."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, _MOST_WORKERS))


def over_processes(workers: int) -> Engine:
    """Run it in this many processes. If a worker is killed, another one replaces it and repeats its piece."""

    def run(function: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        from concurrent.futures.process import BrokenProcessPool

        coming = iter(pieces)
        waiting: deque[tuple[T, Future[R]]] = deque()
        deaths, ended = 0, False
        pool = _pool(workers)
        try:
            while True:
                while not ended and len(waiting) < workers * _AHEAD:
                    piece = next(coming, None)
                    if piece is None:
                        ended = True
                    else:
                        waiting.append((piece, _submit(pool, function, piece)))
                if not waiting:
                    return
                try:
                    result = waiting[0][1].result()
                except BrokenProcessPool:
                    deaths += 1
                    if deaths > _MOST_DEATHS:
                        raise ProblemsFound([_dying()]) from None
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = _pool(workers)
                    waiting = deque((piece, _submit(pool, function, piece)) for piece, _ in waiting)
                    continue
                deaths = 0
                waiting.popleft()
                yield result
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    return run


def _pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # New processes, not copies: a copy of a process with threads or open databases is not safe.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_go_with_parent)


def _go_with_parent() -> None:
    """Make this worker end when its parent process ends, however that ends; otherwise it would wait for ever."""
    from multiprocessing import parent_process

    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _submit(pool: ProcessPoolExecutor, function: Callable[[T], R], piece: T) -> Future[R]:
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    try:
        return pool.submit(function, piece)
    except BrokenProcessPool as broken:  # reported when it is the piece's turn
        future: Future[R] = Future()
        future.set_exception(broken)
        return future


def _dying() -> Problem:
    message = f"{_MOST_DEATHS + 1} worker processes were killed one after another; is there too little memory?"
    return Problem(Where("--workers"), "killed-worker", message, "what is made is kept; go on with fewer workers")


def over_dask(address: str) -> Engine:
    """Run it on a Dask cluster, whose workers have drafter installed. Its problems have the place ``--dask``."""

    def run(function: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        client = _client(address)
        try:
            ahead = max(1, len(client.scheduler_info()["workers"])) * _AHEAD
            waiting: deque[Any] = deque()
            for number, piece in enumerate(pieces):
                # The key is only a number, because the cluster shows it on its pages and in its logs.
                waiting.append(client.submit(function, piece, key=f"drafter-{id(waiting)}-{number}", pure=False))
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
        raise ProblemsFound([missing_extra(Where("--dask"), message, "dask")]) from None
    try:
        client: Any = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as failure:
        message = f"no Dask scheduler answers at {address} ({type(failure).__name__})"
        raise ProblemsFound([Problem(Where("--dask"), "no-cluster", message)]) from None
    if not client.scheduler_info()["workers"]:
        client.close()
        raise ProblemsFound([Problem(Where("--dask"), "no-cluster", f"the cluster at {address} has no workers")])
    return client


def _result(future: Any, address: str) -> Any:
    try:
        return future.result()
    except Exception as failure:
        piece = future.key.rpartition("-")[2]
        message = f"the cluster at {address} did not make piece {piece} ({type(failure).__name__})"
        hint = "what is made is kept; is the same drafter installed on its workers?"
        raise ProblemsFound([Problem(Where("--dask"), "no-cluster", message, hint)]) from failure
