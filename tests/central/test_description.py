"""What central tells of its addresses is what they do: every code with its status, and no other."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from tests.house.tree import ROOT
from wijkdesk.central.app import openapi
from wijkdesk.central.description import ADDRESSES, ANYWHERE, REFUSALS
from wijkdesk.central.routes import PATHS
from wijkdesk.changes.messages import MEDIA_TYPE
from wijkdesk.config.paths import resource

HERE_ALONE = {(404, "not_found")}  # of what only this machine is told


def raised() -> set[tuple[int, str]]:
    """Return the status and code of every refusal in the source of central."""
    found = set()
    for file in (ROOT / "wijkdesk" / "central").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                status, code = (ast.literal_eval(part) for part in node.args[:2])
                found.add((int(status), str(code)))
    return found


def described() -> set[tuple[int, str]]:
    """Return every status and code that is described."""
    return {
        (status, code)
        for codes in REFUSALS.values()
        for status, several in codes.items()
        for code in several
    }


def test_every_refusal_is_described_and_nothing_else_is() -> None:
    assert raised() - described() == HERE_ALONE
    # What app.py makes of trouble.
    assert described() - raised() == {(500, "central_trouble")}


def test_every_address_tells_what_goes_in_and_out() -> None:
    told = openapi()["paths"]
    assert set(told) == PATHS - {"/metrics", "/openapi.json"}
    for path in ADDRESSES:
        post = told[path]["post"]
        assert set(post["requestBody"]["content"]) == {MEDIA_TYPE}
        assert set(post["responses"]) == {"200", *map(str, REFUSALS[path])}
        assert bool(post.get("parameters")) == (path != "/enrol")
        for status, answer in post["responses"].items():
            assert set(answer["content"]) == {MEDIA_TYPE}
            codes = answer["content"][MEDIA_TYPE]["schema"].get("x-codes", [])
            assert codes == list(REFUSALS[path].get(int(status), []))
    for path in ("/health/live", "/health/ready"):
        assert "application/json" in told[path]["get"]["responses"]["200"]["content"]
    assert {"500", "503"} <= set(told["/health/ready"]["get"]["responses"])
    assert set(ANYWHERE) <= {400, 413, 500, 503}


def test_the_copy_that_is_shipped_is_as_it_is() -> None:
    hint = "wijkdesk central export-openapi --out resources/openapi.json"
    kept = Path(resource("openapi.json")).read_text(encoding="utf-8")
    assert json.loads(kept) == openapi(), hint
    assert kept == f"{json.dumps(openapi(), indent=2)}\n", hint
