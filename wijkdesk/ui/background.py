"""The one way to work off the GUI thread: two lanes, one thread each; results come back by signal.

The lane "desk" owns the encrypted connection, the lane "network" talks to central. A result for
an owner that is gone is dropped; the work itself is always done, so that closing a form never
undoes saving it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from wijkdesk.errors import Trouble

T = TypeVar("T")
LANES = ("desk", "network")
_log = logging.getLogger(__name__)


@dataclass
class _Task(Generic[T]):
    owner: QObject
    job: Callable[[], T]
    then: Callable[[T], None] | None
    failed: Callable[[Trouble], None] | None
    only_latest: str
    answer: T | None = None
    trouble: Trouble | None = None
    skipped: bool = False


class Background(QObject):
    """Runs jobs in their lane and hands the results to the GUI thread.

    `trouble(Trouble)` is sent when nobody said what to do on failure; `broke(str)` when a job
    failed with anything but Trouble: a bug, which is logged without the data it was about.
    """

    trouble = Signal(object)
    broke = Signal(str)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._latest: dict[tuple[int, str], _Task[Any]] = {}
        self._queues: dict[str, SimpleQueue[_Task[Any] | None]] = {}
        self._threads: list[threading.Thread] = []
        for lane in LANES:
            self._queues[lane] = SimpleQueue()
            thread = threading.Thread(target=self._work, args=(lane,), name=lane, daemon=True)
            thread.start()
            self._threads.append(thread)

    def run(
        self,
        owner: QObject,
        job: Callable[[], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[Trouble], None] | None = None,
        lane: str = "desk",
        only_latest: str = "",
    ) -> None:
        """Do `job` in a lane; then call `then(result)` or `failed(trouble)` on the GUI thread.

        With `only_latest` a job of the same owner and name that still waits, or whose result has
        not come yet, is overtaken by this one: for questions asked while typing. A bug reaches
        `failed` as Trouble("unexpected").
        """
        task = _Task(owner, job, then, failed, only_latest)
        if only_latest:
            self._latest[id(owner), only_latest] = task
        self._queues[lane].put(task)

    def close(self, seconds: float = 10.0) -> None:
        """Finish what waits in both lanes, at most `seconds` each, and end their threads."""
        for queue in self._queues.values():
            queue.put(None)
        for thread in self._threads:
            thread.join(seconds)

    @property
    def threads(self) -> list[threading.Thread]:
        """The threads that still work."""
        return [thread for thread in self._threads if thread.is_alive()]

    def _work(self, lane: str) -> None:
        while (task := self._queues[lane].get()) is not None:
            task.skipped = self._overtaken(task)
            if not task.skipped:
                _do(task)
            if not shiboken6.isValid(self):
                return
            self._done.emit(task)

    def _overtaken(self, task: _Task[Any]) -> bool:
        return bool(task.only_latest) and (
            self._latest.get((id(task.owner), task.only_latest)) is not task
        )

    @Slot(object)
    def _deliver(self, task: _Task[Any]) -> None:
        overtaken = self._overtaken(task)
        if task.only_latest and not overtaken:
            del self._latest[id(task.owner), task.only_latest]
        if task.trouble is not None and task.trouble.code == "unexpected":
            self.broke.emit(str(task.trouble.values["place"]))
        if overtaken or task.skipped or not shiboken6.isValid(task.owner):
            return
        if task.trouble is None:
            if task.then is not None:
                task.then(task.answer)
        elif task.failed is not None:
            task.failed(task.trouble)
        else:
            self.trouble.emit(task.trouble)


def _do(task: _Task[Any]) -> None:
    try:
        task.answer = task.job()
    except Trouble as trouble:
        task.trouble = trouble
    except Exception as error:  # noqa: BLE001 - a bug in a job must not end its lane
        # The text of an exception may hold a name or a note; only its kind and place are kept.
        place = _place(error)
        _log.error("%s in %s", type(error).__name__, place)
        task.trouble = Trouble("unexpected", place=f"{type(error).__name__} {place}")


def _place(error: Exception) -> str:
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename.rpartition('wijkdesk')[2].lstrip('/')}:{last.lineno} {last.name}"
