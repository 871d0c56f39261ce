"""Addresses on a network, as both ends judge them."""

from __future__ import annotations

import ipaddress


def is_this_machine(host: str) -> bool:
    """Say whether a host is this machine itself (loopback)."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
