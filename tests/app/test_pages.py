"""The pages over HTTP: what is there, what is cached, and what a browser is told."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx
import pytest

from app.pages import asset
from app.settings import Settings

pytestmark = pytest.mark.slow


def get(address: str, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"http://{address}{path}", headers=headers, trust_env=False, timeout=60)


@pytest.mark.parametrize("path", ["/", "/run", "/run?p=feb17&s=zap-zap&t=1.AB&at=1", "/run?p=%00&s=<script>"])
def test_pages_are_html_whatever_the_link_says(address: str, path: str) -> None:
    response = get(address, path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert "<script>" not in response.text


@pytest.mark.parametrize("path", ["/", "/run", "/healthz", "/nowhere", "/static/css/tokens.css"])
def test_every_answer_bears_the_security_headers(address: str, path: str) -> None:
    headers = get(address, path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer-when-downgrade"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/run"])
def test_a_page_has_nothing_inline_and_nothing_from_elsewhere(address: str, path: str) -> None:
    text = get(address, path).text
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
    scripts = re.findall(r"<script[^>]*>[^<]*", text)
    assert scripts
    assert [
        script for script in scripts if not re.fullmatch(r'<script[^>]* ?src="/static/[^"]+">', script)
    ] == []
    assert "//" not in text.replace("http://www.w3.org/", "")


def test_health_says_the_version(address: str) -> None:
    assert get(address, "/healthz").json()["status"] == "ok"


def test_a_page_that_is_not_there_says_where_to_begin(address: str) -> None:
    response = get(address, "/nowhere")
    assert response.status_code == 404
    assert "Begin at /" in response.text
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("path", "said"),
    [("/nowhere", "no page"), ("/protocol/none", "no page"), ("/lesson/none", "RUN09: there is no lesson")],
)
def test_a_browser_gets_a_page_with_ways_on_where_there_is_none(address: str, path: str, said: str) -> None:
    response = get(address, path, Accept="text/html,application/xhtml+xml")
    assert response.status_code == 404
    assert "<h1>There is nothing here</h1>" in response.text
    assert said in response.text
    assert '<a class="btn main" href="/">' in response.text


@pytest.mark.parametrize(
    "path", ["/static/../pyproject.toml", "/static/..%2fpyproject.toml", "/static/%2e%2e/app"]
)
def test_only_what_lies_in_static_is_served(address: str, path: str) -> None:
    assert get(address, path).status_code == 404


def test_a_file_named_by_its_content_is_kept_and_any_other_is_revalidated(address: str) -> None:
    kept = get(address, asset("css/tokens.css"))
    assert "immutable" in kept.headers["cache-control"]
    plain = get(address, "/static/css/tokens.css")
    assert plain.headers["cache-control"] == "no-cache"
    again = get(address, "/static/css/tokens.css", **{"If-None-Match": plain.headers["etag"]})
    assert again.status_code == 304
    assert get(address, "/static/css/tokens.css?v=000000000000").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(("path", "most"), [("/", 60_000), ("/run", 120_000)])
def test_what_a_page_loads_of_javascript_stays_small(address: str, path: str, most: int) -> None:
    scripts = re.findall(r'src="(/static/[^"]+)"', get(address, path).text)
    assert len(scripts) == 2  # the theme, ahead of the page, and the page
    assert sum(len(gzip.compress(get(address, script).content)) for script in scripts) < most


def test_a_name_that_may_be_rebound_is_refused_with_what_to_do(address: str) -> None:
    response = get(address, "/", Host="evil.example")
    assert response.status_code == 421
    assert "--allow-host" in response.text


def test_a_name_that_was_allowed_is_served(serve: Callable[[Settings], AbstractContextManager[str]]) -> None:
    with serve(Settings(allowed_hosts=("teach.example",))) as address:
        assert get(address, "/healthz", Host="teach.example").status_code == 200
