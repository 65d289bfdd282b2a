"""In which language a page comes, and how a person chooses another."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from app.language import is_here, language_of


@pytest.mark.parametrize(
    ("asked", "chosen", "accepted", "language"),
    [
        (None, None, "", "en"),
        (None, None, "de", "de"),
        (None, None, "de-CH, en;q=0.5", "de"),
        (None, None, "fr, en;q=0.5, de;q=0.7", "de"),
        (None, None, "de;q=0, en", "en"),
        (None, None, "de;q=x, fr", "en"),
        (None, "en", "de", "en"),
        (None, "klingon", "de", "de"),
        ("de", "en", "en", "de"),
        ("../../etc", None, "en", "en"),
        ("x-test", "de", "de", "x-test"),
        (None, "x-test", "", "en"),
    ],
)
def test_what_is_asked_for_beats_what_was_chosen_beats_what_the_browser_prefers(
    asked: str | None, chosen: str | None, accepted: str, language: str
) -> None:
    assert language_of(asked, chosen, accepted) == language


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https://evil.example", "run"])
def test_only_an_address_of_this_server_is_gone_back_to(address: str) -> None:
    assert not is_here(address)
    assert is_here("/run?p=feb17")


pages = pytest.mark.parametrize("path", ["/", "/run", "/costs", "/capture", "/protocol/feb17"])


def get(site: str, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"http://{site}{path}", headers=headers, trust_env=False, timeout=60)


@pages
@pytest.mark.slow
def test_a_page_says_its_language_and_carries_its_texts(site: str, path: str) -> None:
    english = get(site, path)
    assert '<html lang="en">' in english.text
    assert 'id="words"' not in english.text
    german = get(site, path, **{"accept-language": "de"})
    assert '<html lang="de">' in german.text
    assert german.headers["vary"] == "Accept-Language, Cookie, Accept-Encoding"
    data = re.search(r'<script type="application/json" id="words">(.*?)</script>', german.text)
    assert data
    assert json.loads(data[1])["texts"]["bar.costs"] == "Kosten"


@pytest.mark.slow
def test_a_link_in_a_language_is_followed_in_it_until_the_browser_is_closed(site: str) -> None:
    asked = get(site, "/?lang=de")
    assert '<html lang="de">' in asked.text
    assert asked.headers["set-cookie"].startswith("lang=de; HttpOnly; Path=/; SameSite=lax")
    assert "Max-Age" not in asked.headers["set-cookie"]
    assert "set-cookie" not in get(site, "/?lang=de", cookie="lang=en").headers


@pytest.mark.slow
def test_a_choice_is_kept_and_goes_back_to_where_it_was_made(site: str) -> None:
    page = get(site, "/costs?p=feb17&lang=en").text
    way = re.search(r'href="(/language/de[^"]*)"', page)
    assert way
    answer = get(site, way[1].replace("&amp;", "&"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/costs?p=feb17")
    assert "Max-Age=31536000" in answer.headers["set-cookie"]
    assert '<html lang="de">' in get(site, "/costs", cookie="lang=de").text


@pytest.mark.slow
def test_a_language_that_is_not_there_is_not_a_page_and_no_choice_leads_elsewhere(site: str) -> None:
    assert get(site, "/language/xx?to=/").status_code == 404
    assert get(site, "/language/de?to=//evil.example").headers["location"] == "/"
