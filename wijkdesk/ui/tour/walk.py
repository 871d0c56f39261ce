"""The walk itself: one step after the other, with pictures in light and dark of each."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from wijkdesk.ui.theme.theme import Theme
from wijkdesk.ui.tour.hand import Lost
from wijkdesk.ui.window import Window

EVERY = 40  # milliseconds between two looks
PATIENCE = 30.0  # seconds a step waits for what it expects

# A step yields what it waits for: a look that says whether it is there.
Steps = Iterator[Callable[[], bool]]


class Diary:
    """How each step went, and its pictures, in a folder."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._done: list[dict[str, object]] = []

    def note(self, name: str, seconds: float, *, ok: bool, lost: str = "") -> None:
        """Write down how a step went; `lost` is what it did not find."""
        went = {"name": name, "ok": ok, "seconds": round(seconds, 2)}
        self._done.append({**went, "lost": lost} if lost else went)

    def finish(self) -> bool:
        """Write tour.json; say whether every step worked."""
        text = json.dumps({"steps": self._done}, indent=1, ensure_ascii=False)
        (self.out / "tour.json").write_text(text + "\n", encoding="utf-8")
        return bool(self._done) and all(step["ok"] for step in self._done)

    def picture(self, window: Window, theme: Theme, name: str) -> None:
        """Leave pictures of the window and of what lies over it, in light and dark."""
        before = theme.mode
        for mode in ("light", "dark"):
            theme.choose(mode)
            # Once to lay out what the other colours moved, once for the picture.
            window.grab()
            shown = window.grab()
            for over in _over(window):
                # A window manager would put it in the middle; without a display there is none.
                over.render(shown, window.rect().center() - over.rect().center())
            shown.save(str(self.out / f"{len(self._done):02d}-{name}-{mode}.png"))
        theme.choose(before)


class Walk(QObject):
    """Goes on every now and then, on the window's own loop; closes the window at the end."""

    def __init__(
        self, diary: Diary, window: Window, theme: Theme, steps: list[tuple[str, Steps]]
    ) -> None:
        super().__init__(window)
        self._diary, self._window, self._theme = diary, window, theme
        self._left = list(steps)
        self._waits: Callable[[], bool] | None = None
        self._since = self._began = time.monotonic()
        self._clock = QTimer(self, interval=EVERY)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    def _look(self) -> None:
        if not self._left:
            self._clock.stop()
            self._window.close()
            return
        try:
            if self._waits is None or self._waits():
                self._waits, self._since = next(self._left[0][1]), time.monotonic()
            elif time.monotonic() - self._since > PATIENCE:
                raise Lost("waited too long")
        except StopIteration:
            self._end_step()
        except Lost as lost:
            self._end_step(str(lost))

    def _end_step(self, lost: str = "") -> None:
        name = self._left[0][0]
        self._diary.note(name, time.monotonic() - self._began, ok=not lost, lost=lost)
        self._diary.picture(self._window, self._theme, name)
        self._left = [] if lost else self._left[1:]
        self._waits, self._began = None, time.monotonic()


def _over(window: Window) -> list[QWidget]:
    return [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window]
