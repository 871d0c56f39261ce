"""What central understands, address by address, as OpenAPI tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wijkdesk.changes.messages import LARGEST_SENT, MEDIA_TYPE

ADDRESSES = {
    "/sync": "Send the changes that wait and receive what is new.",
    "/digest": "Find the records that differ, and receive them whole.",
    "/ask": "The short list of an area, for its coordinator.",
    "/enrol": "Make a desk with a one-time code.",
    "/succeed": "Go on with a desk that was put back, under a number of its own.",
}
HEALTH = ("/health/live", "/health/ready")

Codes = Mapping[int, tuple[str, ...]]
ANYWHERE: Codes = {
    400: ("not_a_request",),
    413: ("too_large",),
    500: ("central_trouble",),
    503: ("central_trouble",),
}
_SIGNED: Codes = {
    401: ("clock", "not_accepted", "revoked"),
    409: ("put_back", "same_desk_twice"),
}
REFUSALS: dict[str, Codes] = {
    "/sync": {**ANYWHERE, **_SIGNED, 426: ("central_behind", "update_needed")},
    "/digest": {**ANYWHERE, **_SIGNED},
    "/ask": {**ANYWHERE, **_SIGNED, 403: ("not_open", "not_yours", "only_coordinators")},
    "/enrol": {**ANYWHERE, 403: ("code_not_valid",)},
    "/succeed": {**ANYWHERE, **_SIGNED, 409: ("same_desk_twice",)},
    "/health/ready": {500: ("central_trouble",), 503: ("central_trouble",)},
}
"""By address and status the codes of a refusal, which travel as {code, ...}."""

_WHY = {
    400: "This is no request of a desk.",
    401: "Who signed this is not trusted, or the signed time is not central's (then `now` is).",
    403: "This person may not have this.",
    409: "The desk was put back or copied.",
    413: "There is too much of it.",
    426: "The program is too old, or newer than central; nothing is lost.",
    500: "Central has a fault.",
    503: "Central cannot answer now, its database for instance cannot be reached.",
}
_BODY = {
    "type": "string",
    "format": "binary",
    "description": "One zstandard frame that holds one JSON object (UTF-8).",
}
_SIGNATURE = {
    "name": "Authorization",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "`WD1 device.counter.time.signature`: Ed25519 over organisation, audience,"
    " method, path, counter, time and the hash of the body.",
}


def of_address(path: str) -> dict[str, Any]:
    """Return what a route tells of itself beside its name and sentence: what goes in and out."""
    asked: dict[str, Any] = {
        "requestBody": {
            "required": True,
            "description": f"At most {LARGEST_SENT} bytes as they are sent.",
            "content": {MEDIA_TYPE: {"schema": _BODY}},
        }
    }
    if path != "/enrol":  # there the code itself is what is trusted
        asked = {"parameters": [_SIGNATURE], **asked}
    return {"responses": responses(path), "openapi_extra": asked}


def responses(path: str) -> dict[int | str, dict[str, Any]]:
    """Return the answers of an address by status: the good one, and each refusal with its codes."""
    good: dict[int | str, dict[str, Any]] = {}
    if path not in HEALTH:
        answer = {"schema": _BODY}
        good = {200: {"description": "What was asked.", "content": {MEDIA_TYPE: answer}}}
    refusals: dict[int | str, dict[str, Any]] = {
        status: {
            "description": f"{_WHY[status]} Codes: {', '.join(codes)}.",
            "content": {MEDIA_TYPE: {"schema": {**_BODY, "x-codes": list(codes)}}},
        }
        for status, codes in sorted(REFUSALS.get(path, {}).items())
    }
    return {**good, **refusals}
