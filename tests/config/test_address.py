"""Which addresses are this machine itself."""

from __future__ import annotations

import pytest

from wijkdesk.config.address import is_this_machine


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize("host", ["", "10.0.0.1", "::", "localhost.example", "127.0.0"])
def test_anything_else_is_another_machine(host: str) -> None:
    assert not is_this_machine(host)
