"""Every text that a person reads is in the catalogue: in the language x-test each stands between ⟦ and ⟧."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from engine.library import SHIPPED
from tests.outside import outside

RACE = "/run?p=feb17&s=zap-zap&t=1.A9B7A4B"
LESSON = "/lesson/the-bet?seed=3"
BESIDE = "/compare?p=feb17&q=repaired&s=zap-zap&t=1.A9B7A4B&at=21"
PAGES = ["/", "/protocol/hugetlb", "/costs", "/capture", "/lessons", LESSON, RACE, BESIDE]

# All texts in their order, and all names; without code, keys, and what says that it is not translated.
READ = """() => {
  const skip = 'script, style, noscript, code, kbd, pre, [translate="no"], [lang]:not(html)';
  const texts = [], names = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (element.closest(skip)) continue;
    if (node.nodeType === 3) texts.push(node.data);
    else for (const at of ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'])
      if (element.hasAttribute(at)) names.push(element.getAttribute(at));
  }
  return [texts.join(' '), ...new Set(names)];
}"""

# Words of the kernel and of the machine, units, and names of objects: the same in every language.
SAME = re.compile(
    r"""ptscope|mm|rss|pmd|pte|vma|ptl|TLB|CPUs?|sem|IRQs|IPI|PTRS_PER_PTE|none|NULL|UP|SMP|MB|kB|k|M|ms|s|µs|file
    |\w*_\w*|munmap|fork|swapout|[A-Z]|[TDS]\d+|[wWdD]+|x[0-9a-f]{8}|b6b6b6b|VMAs|gather|RUN\d\d|page_count""",
    re.X,
)
IDS = {
    word for id in (*SHIPPED.protocol_ids(), *SHIPPED.scenario_ids()) for word in re.findall(r"[a-z]+\d*", id)
}
IDS |= {"february", "today", "count"}  # of a capture's systems; of an expression


def unmarked(text: str) -> list[str]:
    """The words of a text that stand in no mark, with what is around them."""
    left = re.sub(r"\bT\d+\.lock\b", " ", outside(text))  # the name of an object
    words = (word for word in re.findall(r"[^\W\d_][\w]*", left))
    return [word for word in words if not SAME.fullmatch(word) and word not in IDS]


@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_a_page_stands_outside_of_the_catalogue(page: Page, path: str) -> None:
    page.goto(f"{path}{'&' if '?' in path else '?'}lang=x-test", wait_until="networkidle")
    expect(page.locator("html")).to_have_attribute("lang", "x-test")
    if path == RACE:
        page.get_by_role("button", name="⟦Check every interleaving⟧").click()
        expect(page.get_by_role("region", name="⟦Check⟧")).to_contain_text("⟦Complete")
    if path == LESSON:
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="⟦Run it and see⟧").click()
        expect(page.locator(".because")).to_contain_text("⟦")
        page.get_by_role("button", name="⟦Hints⟧").click()
        expect(page.locator(".hints li").first).to_contain_text("⟦")
    if path == "/capture":
        page.get_by_role("button", name="⟦Open an example⟧").click()
    texts = page.evaluate(READ)
    assert {word: text[:200] for text in texts for word in unmarked(text)} == {}
