"""The data of the page of costs, and what its address may ask for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import costs
from app.cli import main
from app.costs import Comparison, Wanted
from app.settings import Settings
from engine import library
from engine.cost.forms import Form
from engine.errors import EngineError, RequestError
from engine.run.costs import COSTS
from engine.words.saying import said

MADE_UP = {name: Form((0, 0, 2, 0, 0, 0)) for name in COSTS} | {"ipis": None}  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _forms_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms have tests of their own; here only what becomes of them is looked at."""
    monkeypatch.setattr(costs, "forms", lambda protocol: dict.fromkeys(costs.OPERATIONS, MADE_UP))


def test_two_systems_are_counted_in_a_scenario() -> None:
    data = Comparison().data(Wanted(s="zap-zap"))
    eager, seed = data["systems"]
    assert (eager["id"], seed["id"]) == ("eager-copy", "feb17")
    assert seed["scenario"]["counts"]["locks"] > eager["scenario"]["counts"]["locks"]
    assert seed["link"].startswith("/run?p=feb17&s=zap-zap&t=1.A")
    assert [count["id"] for count in data["counts"]] == list(COSTS)


def test_a_curve_is_its_form_over_the_pages_and_may_be_missing() -> None:
    curve = Comparison().data(Wanted(y="locks"))["systems"][0]["points"]
    assert (curve[0], curve[-1]) == ([100, 200], [1_000_000, 2_000_000])
    assert Comparison().data(Wanted(y="ipis"))["systems"][0]["points"] is None


def test_the_figures_of_the_mail_bear_their_notes() -> None:
    eager, shared = Comparison().data(Wanted())["claimed"]
    assert eager["points"][0] == {"pages": 100, "us": 325, "note": None}
    assert "swapped" in eager["points"][-1]["note"]
    assert shared["points"][3]["us"] == 2_132


def test_a_system_that_cannot_be_run_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*names: object) -> None:
        raise RequestError("RUN05", said("error.no-routine", "x", "fork"), said("hint.define-it"))

    monkeypatch.setattr(costs, "model_of", refuse)
    system = Comparison().data(Wanted(s="partial"))["systems"][0]
    assert (system["scenario"]["why"]["id"], system["link"]) == ("error.no-routine", None)


def test_a_system_that_cannot_fork_has_no_forms_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(protocol: object) -> None:
        raise RequestError(
            "RUN99", said("error.fork-cannot-finish", "A", "x"), said("hint.what-it-waits-for")
        )

    monkeypatch.setattr(costs, "forms", refuse)
    system = Comparison().data(Wanted())["systems"][0]
    assert (system["refused"]["id"], system["points"], set(system["forms"].values())) == (
        "error.fork-cannot-finish",
        None,
        {None},
    )


def test_own_systems_can_be_compared_too(tmp_path: Path) -> None:
    (tmp_path / "protocols").mkdir()
    mine = Path(library.__file__).with_name("protocols") / "feb17.c"
    (tmp_path / "protocols" / "mine.c").write_text(mine.read_text())
    comparison = Comparison(library.SHIPPED.and_those_of(tmp_path))
    data = comparison.data(comparison.wanted({"p": "feb17", "q": "mine"}))
    assert data["systems"][0]["scenario"] == data["systems"][1]["scenario"]


def test_an_address_names_what_differs_from_the_defaults() -> None:
    assert Comparison().wanted({"s": "zap-zap", "e": "", "x": "1"}) == Wanted(s="zap-zap")
    with pytest.raises(EngineError, match="y cannot be '__class__'"):
        Comparison().wanted({"y": "__class__"})


@pytest.mark.slow
def test_the_page_and_its_data_over_http(serving: Any) -> None:
    with serving(Settings(measured={"type": "ptscope-measured-fork"})) as address:

        def get(path: str) -> httpx.Response:
            return httpx.get(f"http://{address}{path}", trust_env=False, timeout=60)

        page = get("/costs?s=zap-zap")
        assert (page.status_code, '<option value="zap-zap" selected' in page.text) == (200, True)
        wrong = get("/costs?s=<b>")
        assert wrong.status_code == 404
        assert "s cannot be &#39;&lt;b&gt;&#39;" in wrong.text
        data = get("/costs/data?s=zap-zap")
        assert data.json()["measured"] == {"type": "ptscope-measured-fork"}
        assert data.json()["scenario"] == "zap ∥ zap"
        refused = get("/costs/data?p=nothing")
        assert (refused.status_code, refused.json()["error"]["message"]["text"]) == (
            404,
            "p cannot be 'nothing'",
        )


def test_serve_refuses_a_measurement_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "fork.json"
    file.write_text(json.dumps({}))
    assert main(["serve", "--measured", str(file)]) == 3
    assert "FILE05" in capsys.readouterr().err
