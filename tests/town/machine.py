"""A town in which anything may happen at any moment, and in which nothing may be lost."""

from __future__ import annotations

import functools
import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import text

from tests.town.fixtures import MEMORY
from tests.town.oracle import Oracle
from tests.town.town import CENTRAL, Frozen, Place, Town, found, freeze, thaw
from wijkdesk.domain import Client
from wijkdesk.store import records

DESKS = ("anna1", "anna2", "bart1", "bart2")
FIELDS = ("phone", "email")
PHASES = ("intake", "ontwikkelen")
TEXT = "consequence"
WRITES = ("phone", "email", "word", "phase", "contact", "note", "plan")
FAULTS = ("ok", "drop_answer", "drop_request", "twice", "one_page", "lose_row")
MOST_GRANTS = 4

counts: Counter[str] = Counter()

desks = st.sampled_from(DESKS)
clients = st.integers(0, 1)


@functools.cache
def start() -> Frozen:
    """Return the town every story begins in: two colleagues with two desks each, two clients."""
    folder = _folder()
    found(f"sqlite:///{folder / CENTRAL}")
    town = Town(folder, f"sqlite:///{folder / CENTRAL}")
    anna = town.enrol("anna1", "anna")
    for name, given in (("Aarts", "Samira"), ("Bos", "Ricardo")):
        client = anna.do(
            "register_client", given_name=given, family_name=name, neighbourhood="Tarwewijk",
            phone="w0", email="w0@voorbeeld.nl",
        )  # fmt: skip
        anna.do(
            "record_barrier", client=client, domain="schulden", severity="2",
            consequence="een twee drie vier vijf zes",
        )  # fmt: skip
    town.sync("anna1")
    shared = anna.ask("caseload")[0]["id"]
    town.give(shared, "bart")
    for name, person in (("anna2", "anna"), ("bart1", "bart"), ("bart2", "bart")):
        town.enrol(name, person)
    town.settle()
    frozen = freeze(town)
    shutil.rmtree(folder)
    return frozen


def told() -> None:
    """Tell one story in which most of what can go wrong happens once."""
    machine = TownMachine()
    try:
        machine.write_on_before_the_answer("anna1", None)
        machine.write_on_before_the_answer("anna1", "bart1")
        machine.lose_what_only_its_version_tells("anna2", "bart2")
        machine.collide("anna1", "bart1", "anna2", 0)
        machine.give()
        machine.sync("bart1", "one_page")
        machine.town.settle()
        machine.write_on_before_the_answer("anna2", None)
    finally:
        machine.teardown()


class TownMachine(RuleBasedStateMachine):
    """Writes at four desks, faults on the road, restarts; in the end all is accounted for."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = _folder()
        self.town = thaw(start(), self.folder / "town", page=1)
        self.oracle = Oracle()
        rows = self.town.desk("anna1").ask("caseload")
        self.clients = [str(row["id"]) for row in rows]

    # --- What people do ------------------------------------------------------------------------

    @rule(desk=desks, client=clients, what=st.sampled_from(WRITES))
    def write(self, desk: str, client: int, what: str) -> None:
        """Somebody writes something, if the desk has this client."""
        place = self.town.desk(desk)
        with place.desk.reading() as tx:
            held = records.has(tx, Client, self.clients[client])
        if held:
            counts[what] += 1
            getattr(self, f"_{what}")(place, self.clients[client])

    @rule(desk=desks, pick=st.integers(0, 5))
    def choose(self, desk: str, pick: int) -> None:
        """Somebody who sees two versions chooses one."""
        place = self.town.desk(desk)
        rows = place.ask("versions")
        if not rows:
            return
        row = rows[pick % len(rows)]
        at = pick % len(row["values"])
        given = {name: str(row[name]) for name in ("client", "record", "field")}
        place.do("choose_version", **given, version=row["values"][at]["version"])
        self.oracle.chose(row["record"], row["field"], row["values"], at)

    @rule()
    def give(self) -> None:
        """The second client gets a second colleague."""
        with self.town.storage.snapshot() as tx:
            grants = tx.execute(text('SELECT count(*) FROM "grant"')).scalar_one()
        if grants < MOST_GRANTS:
            self.town.give(self.clients[1], "bart")

    # --- What happens to them ------------------------------------------------------------------

    @rule(desk=desks, fault=st.sampled_from(FAULTS), at=st.integers(1, 3))
    def sync(self, desk: str, fault: str = "ok", at: int = 1) -> None:
        """A desk syncs, and the road may fail it."""
        counts[fault] += 1
        road = self.town.desk(desk).road
        road.clear()
        if fault == "one_page":
            road.plan("drop_request", at + 1)
        elif fault != "ok":
            road.plan(fault, at)  # type: ignore[arg-type]
        self.town.try_sync(desk)
        # Repair is for what was lost on the way: nothing else may ever need it.
        assert fault == "lose_row" or not road.paths["/digest"], "a repair that nothing called for"

    @rule(desk=desks, how=st.sampled_from(("closed", "killed", "central")))
    def restart(self, desk: str, how: str) -> None:
        """A desk is closed, or dies; or central comes back with nothing but its database."""
        counts[how] += 1
        if how == "central":
            self.town.restart_central()
        elif how == "killed":
            self.town.desk(desk).drop_dead()
        else:
            self.town.desk(desk).restart()

    @rule(minutes=st.integers(1, 600))
    def later(self, minutes: int) -> None:
        """Time passes."""
        self.town.later(minutes=minutes)

    # --- Stories that chance alone seldom tells ------------------------------------------------

    @rule(desk=desks, other=desks, third=desks, pick=st.integers(0, 5))
    def collide(self, desk: str, other: str, third: str, pick: int) -> None:
        """Desks write the same fields apart; one chooses before it heard of the third."""
        for name in (desk, other, third):
            self._write_all(name)
        for name in (desk, other, desk, third):
            self.sync(name)
        self.choose(desk, pick)
        if pick % 2:
            self.choose(other, pick + 1)
        self.sync(desk)

    @rule(desk=desks, other=st.none() | desks)
    def write_on_before_the_answer(self, desk: str, other: str | None) -> None:
        """A desk's answer is lost; it writes on, while a colleague may have written before it."""
        if other is not None:
            self._write_all(other)
            self.sync(other)
        self._write_all(desk)
        self.sync(desk, "drop_answer")
        self._write_all(desk)
        self.sync(desk)

    @rule(desk=desks, other=desks)
    def lose_what_only_its_version_tells(self, desk: str, other: str) -> None:
        """A colleague changes the phase to and fro; that record is lost on its way to a desk."""
        self.sync(other)
        for _ in range(2):
            self.write(other, 0, "phase")
        self.sync(desk)
        self.sync(other)
        self.sync(desk, "lose_row")

    # --- What must always be so ----------------------------------------------------------------

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        """Each desk's operations are numbered 1, 2, 3 ... at central."""
        with self.town.storage.snapshot() as tx:
            asked = text("SELECT device, count(*), min(n), max(n) FROM operation GROUP BY device")
            for _, many, lowest, highest in tx.execute(asked):
                assert (lowest, highest) == (1, many)

    def teardown(self) -> None:
        """Let everybody sync in peace, and account for everything."""
        try:
            self._account()
        finally:
            self.town.close()
            shutil.rmtree(self.folder)

    def _account(self) -> None:
        for place in self.town.desks():
            place.road.clear()
        self.town.settle()
        assert self.town.differences() == []
        for place in self.town.desks():
            assert not place.road.paths["/digest"], "a repair when all was quiet"
            codes = {row["code"] for row in place.ask("inbox")}
            assert codes <= {"merged", "merged_with", "conflict", "new_device"}, codes
        lost = self.oracle.lost(*self._seen_at_central())
        assert lost == []
        counts.update(self.oracle.counts)
        counts["stories"] += 1

    def _seen_at_central(self) -> tuple[dict[tuple[str, str], list[str]], set[str]]:
        """Return every value of every field, with those beside it, and the ids of all records."""
        visible: dict[tuple[str, str], list[str]] = {}
        with self.town.storage.snapshot() as tx:
            here = {str(id_) for id_ in tx.execute(text("SELECT id FROM row_state")).scalars()}
            for table in ("client", "barrier", "action"):
                for line in tx.execute(text(f"SELECT * FROM {table}")).mappings():
                    for name in (*FIELDS, TEXT, "result"):
                        if line.get(name):
                            visible[line["id"], name] = [str(line[name])]
            for id_, extra in tx.execute(text("SELECT id, extra FROM row_state")):
                for name, others in json.loads(extra).items():
                    values = visible.setdefault((id_, name.removeprefix("!")), [])
                    values += [str(other["v"]) for other in others]
                    counts["versions"] += len(others)
        return visible, here

    # --- How things are written ----------------------------------------------------------------

    def _write_all(self, desk: str) -> None:
        for what in ("phone", "word", "contact"):
            self.write(desk, 0, what)

    def _phone(self, place: Place, record: str) -> None:
        self._set(place, record, "phone", self.oracle.token())

    def _email(self, place: Place, record: str) -> None:
        self._set(place, record, "email", f"{self.oracle.token()}@voorbeeld.nl")

    def _set(self, place: Place, record: str, name: str, value: str) -> None:
        seen = place.ask("client", client=record)[0][name]
        place.do("change_client", client=record, **{name: value})
        self.oracle.wrote(place.name, record, name, seen, value)

    def _phase(self, place: Place, record: str) -> None:
        now = place.ask("client", client=record)[0]["phase"]
        place.do("change_client", client=record, phase=PHASES[now == PHASES[0]])

    def _word(self, place: Place, record: str) -> None:
        barrier, word = place.ask("barriers", client=record)[0], self.oracle.token()
        words = barrier[TEXT].split(" ")
        # Each desk has its own place to write, so that texts are often merged.
        words.insert(min(2 * DESKS.index(place.name), len(words)), word)
        given = {"severity": str(barrier["severity"]), TEXT: " ".join(words)}
        place.do("measure_barrier", barrier=barrier["id"], **given)
        self.oracle.added(place.name, barrier["id"], TEXT, word)

    def _contact(self, place: Place, record: str) -> None:
        given = {"channel": "telefoon", "summary": self.oracle.token()}
        made = place.do("record_contact", client=record, **given)
        self.oracle.records[made] = given["summary"]

    def _note(self, place: Place, record: str) -> None:
        word = self.oracle.token()
        self.oracle.records[place.do("record_work_note", client=record, text=word)] = word

    def _plan(self, place: Place, record: str) -> None:
        """Plan an action on the barrier, or finish the one that is open."""
        open_ = [row for row in place.ask("actions", client=record) if not row["finished_on"]]
        word = self.oracle.token()
        if open_:
            place.do("finish_action", action=open_[0]["id"], result=word)
            self.oracle.added(place.name, open_[0]["id"], "result", word)
            return
        barrier = place.ask("barriers", client=record)[0]["id"]
        given = {"title": word, "kind": "overig", "by": "klant", "barrier": barrier}
        self.oracle.records[place.do("plan_action", client=record, **given)] = word


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="wijkdesk-", dir=MEMORY if MEMORY.is_dir() else None))
