"""Every screen of an unlocked desk: its name, its place, and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from wijkdesk.config import settings as config
from wijkdesk.policy.access import may_do, sees_area
from wijkdesk.ui.frame.lease import SYNC_ONLY
from wijkdesk.ui.frame.navigation import Route
from wijkdesk.ui.frame.rail import Section
from wijkdesk.ui.frame.syncing import Post
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screens import (
    action,
    barrier,
    caseload,
    client,
    looks,
    opened,
    plan,
    register,
    team,
)
from wijkdesk.ui.screens.passphrase import ChangePassphrase
from wijkdesk.ui.screens.settings import SettingsScreen
from wijkdesk.ui.screens.sync_only import SyncOnly
from wijkdesk.ui.screens.versions import Versions
from wijkdesk.ui.screens.waiting import Waiting


def routes(folder: Path, post: Post, lock: Callable[[], None]) -> list[Route]:
    """Return the screens of the desk in `folder`; `post` reaches central."""
    choose = partial(config.choose, folder)
    shortest = config.load(folder).number("passphrase_length")

    def settings(around: Surroundings) -> SettingsScreen:
        screen = SettingsScreen(around, config.load(folder), choose)
        screen.lock_wanted.connect(lock)
        return screen

    return [
        Route("caseload", caseload.Caseload, "list"),
        Route("client", client.Client, "detail", home="caseload"),
        Route("barrier", barrier.Barrier, "sheet"),
        Route("action", action.Action, "sheet"),
        Route("register", register.Register, "sheet"),
        Route("change", register.Change, "sheet"),
        Route("plan", plan.Plan, "detail", home="caseload"),
        Route("looks", looks.Looks, "detail", home="caseload"),
        Route("team", partial(team.Team, post=post), "page"),
        Route("opened", partial(opened.Opened, post=post), "detail", home="team"),
        Route("waiting", Waiting, "page"),
        Route("versions", Versions, "page", home="waiting"),
        Route("settings", settings, "page"),
        Route("passphrase", partial(ChangePassphrase, shortest=shortest), "sheet"),
        Route(SYNC_ONLY, SyncOnly, "page"),
    ]


def sections(around: Surroundings) -> list[Section]:
    """Return what stands in the rail for this person."""
    words, roles = around.words, around.desk.person.roles
    found = [Section("caseload", words("Caseload"), "users")]
    if sees_area(roles):
        area = Section("team", words("Team"), "users-three")
        # Who has no clients of their own begins with those of the team.
        found.insert(1 if may_do(roles, "register_client") else 0, area)
    found.append(Section("waiting", words("Wachtrij"), "paper-plane-tilt"))
    found.append(Section("settings", words("Instellingen"), "gear-six"))
    return found
