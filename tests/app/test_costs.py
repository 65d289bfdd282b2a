"""The data of the page of costs, and what its address may ask for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import costs
from app.cli import main
from app.costs import Wanted, compared, read_query
from app.settings import Settings
from engine.cost.forms import Form
from engine.errors import EngineError, RequestError
from engine.run.costs import COSTS

MADE_UP = {name: Form((0, 0, 2, 0, 0, 0)) for name in COSTS} | {"ipis": None}  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _forms_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms have tests of their own; here only what becomes of them is looked at."""
    monkeypatch.setattr(costs, "_forms", lambda id: dict.fromkeys(costs.OPERATIONS, MADE_UP))


def test_two_systems_are_counted_in_a_scenario() -> None:
    data = compared(Wanted(s="zap-zap"))
    eager, seed = data["systems"]
    assert (eager["id"], seed["id"]) == ("eager-copy", "feb17")
    assert seed["scenario"]["counts"]["locks"] > eager["scenario"]["counts"]["locks"]
    assert seed["link"].startswith("/run?p=feb17&s=zap-zap&t=1.A")
    assert [count["id"] for count in data["counts"]] == list(COSTS)


def test_a_curve_is_its_form_over_the_pages_and_may_be_missing() -> None:
    curve = compared(Wanted(y="locks"))["systems"][0]["points"]
    assert (curve[0], curve[-1]) == ([100, 200], [1_000_000, 2_000_000])
    assert compared(Wanted(y="ipis"))["systems"][0]["points"] is None


def test_the_figures_of_the_mail_bear_their_notes() -> None:
    eager, shared = compared(Wanted())["claimed"]
    assert eager["points"][0] == {"pages": 100, "us": 325, "note": None}
    assert "swapped" in eager["points"][-1]["note"]
    assert shared["points"][3]["us"] == 2_132


def test_a_system_that_cannot_be_run_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*names: object) -> None:
        raise RequestError("RUN05", "it lacks a routine", "define it")

    costs._in_scenario.cache_clear()
    monkeypatch.setattr(costs, "model_of", refuse)
    system = compared(Wanted(s="partial"))["systems"][0]
    costs._in_scenario.cache_clear()
    assert (system["scenario"]["why"], system["link"]) == ("it lacks a routine", "")


def test_an_address_names_what_differs_from_the_defaults() -> None:
    assert read_query({"s": "zap-zap", "e": "", "x": "1"}) == Wanted(s="zap-zap")
    with pytest.raises(EngineError, match="y cannot be '__class__'"):
        read_query({"y": "__class__"})


@pytest.mark.slow
def test_the_page_and_its_data_over_http(serving: Any) -> None:
    with serving(Settings(measured={"type": "ptscope-measured-fork"})) as address:

        def get(path: str) -> httpx.Response:
            return httpx.get(f"http://{address}{path}", trust_env=False)

        page = get("/costs?s=zap-zap")
        assert (page.status_code, '<option value="zap-zap" selected' in page.text) == (200, True)
        wrong = get("/costs?s=<b>")
        assert wrong.status_code == 404
        assert "s cannot be &#39;&lt;b&gt;&#39;" in wrong.text
        data = get("/costs/data?s=zap-zap")
        assert data.json()["measured"] == {"type": "ptscope-measured-fork"}
        assert data.json()["scenario"] == "zap ∥ zap"
        refused = get("/costs/data?p=nothing")
        assert (refused.status_code, refused.json()["error"]["message"]) == (404, "p cannot be 'nothing'")


def test_serve_refuses_a_measurement_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "fork.json"
    file.write_text(json.dumps({}))
    assert main(["serve", "--measured", str(file)]) == 3
    assert "FILE05" in capsys.readouterr().err
