"""The page of two runs: what its address asks for, and what it gets."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.compare import compared
from engine.errors import EngineError

SEED = {"p": "feb17", "s": "zap-zap", "t": "1.A9B7A4B"}


def test_without_more_a_run_is_beside_itself() -> None:
    found = compared(SEED)
    assert found.left == found.right
    assert found.comparison.first == ()


def test_each_side_has_its_own_protocol_toggles_and_schedule() -> None:
    query = {**SEED, "FLUSH_BROADCAST": "1", "q": "repaired", "q.WALK_CACHE": "1", "u": "1.AB"}
    found = compared(query)
    assert (found.left.protocol, found.right.protocol) == ("feb17", "repaired")
    on = {toggle.name for toggle in found.left.toggles if toggle.value}
    assert "CONFIG_FLUSH_BROADCAST" in on
    assert {toggle.name for toggle in found.right.toggles if toggle.value != toggle.default} == {
        "CONFIG_WALK_CACHE"
    }
    assert [len(found.comparison.left), len(found.comparison.right)] == [22, 3]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({**SEED, "q": "feb18"}, "on the right: .*feb18"),
        ({**SEED, "p": "nothing"}, "on the left: .*nothing"),
        ({**SEED, "q.SMP": "x"}, "q.SMP cannot be 'x'"),
        ({**SEED, "u": "AB"}, "begins with 'AB'"),
        ({"p": "feb17"}, "on the left: "),
    ],
)
def test_what_cannot_be_compared_is_refused_with_its_side(query: dict[str, str], said: str) -> None:
    with pytest.raises(EngineError, match=said):
        compared(query)


@pytest.mark.slow
def test_the_page_and_its_data_over_http(serving: Any) -> None:
    with serving() as address:

        def get(path: str, **query: str) -> httpx.Response:
            return httpx.get(f"http://{address}{path}", params=query, trust_env=False, timeout=60)

        assert get("/compare", **SEED).status_code == 200
        data = get("/compare/data", **SEED, q="repaired").json()
        assert ["feb17", "feb17"] in data["protocols"]
        assert data["found"]["left"]["protocol"] == "feb17"
        assert len(data["found"]["comparison"]["rows"]) == 22
        refused = get("/compare/data", p="x")
        assert refused.status_code == 404
        assert "on the left" in refused.json()["error"]["message"]["text"]
