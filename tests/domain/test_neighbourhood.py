"""Wijken have the same id at every central."""

from __future__ import annotations

from uuid import UUID

from wijkdesk.domain.neighbourhood import place_id


def test_the_id_of_a_wijk_follows_from_its_name() -> None:
    assert place_id("Tarwewijk") == place_id("Tarwewijk") != place_id("Bloemhof")
    assert UUID(place_id("Tarwewijk")).version == 5
    # Written down: desks in use keep records under these ids.
    assert place_id("Tarwewijk") == "05463b50-6ad4-5948-bdc3-c6f2bbc588c7"
