"""What may go is told and approved at central by who keeps the records."""

from __future__ import annotations

from pathlib import Path

from tests.cli.said import Say


def test_a_proposal_that_is_not_there_is_refused(bare: Say, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    central = ("--database", database, "--json")
    bare("central", "init", *central)
    added = ("--name", "Ad", "--role", "admin", "--area", "Charlois")
    keeper = bare("central", "person", "add", *added, *central).json["id"]
    other = ("--name", "Noor", "--role", "consultant", "--area", "Charlois")
    noor = bare("central", "person", "add", *other, *central).json["id"]
    assert bare("central", "retention", "list", *central).json == []
    approve = ("central", "retention", "approve", "p1", "--by")
    assert bare(*approve, keeper, *central).refusal == (3, "unknown_purge", "purge")
    assert bare(*approve, noor, *central).refusal == (3, "not_yours", None)
    assert bare(*approve[:-1], *central).refusal == (2, "missing_parameter", None)
