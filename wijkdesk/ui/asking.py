"""One question to central in steps over both lanes, for a screen that shows the answer at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from wijkdesk.errors import Trouble
from wijkdesk.sync.ask import Asking
from wijkdesk.sync.http import Request
from wijkdesk.ui.frame.syncing import Post
from wijkdesk.ui.look import Surroundings


def ask_central(
    around: Surroundings,
    owner: QObject,
    post: Post,
    asked: dict[str, Any],
    then: Callable[[dict[str, Any]], None],
    failed: Callable[[Trouble], None],
) -> None:
    """Ask central, and call `then(message)` or `failed(trouble)`; nothing when `owner` is gone."""
    run, desk = around.background.run, around.desk

    def go_on(asking: Asking) -> None:
        run(owner, asking.request, lambda request: send(asking, request), failed)

    def send(asking: Asking, request: Request | None) -> None:
        if request is None:
            then(asking.message)
            return
        run(
            owner,
            lambda: post(request),
            lambda answer: run(
                owner, lambda: asking.take(answer), lambda _none: go_on(asking), failed
            ),
            failed,
            lane="network",
        )

    run(owner, lambda: Asking(desk, asked), go_on, failed)
