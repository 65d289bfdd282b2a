"""What is drawn step by step, passing over what did not change, is what is drawn at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.conftest import RunPage

RUN, LENGTH = "/run?p=feb17&s=fork-write&t=1.A17B39", 56
STEPS = (16, 18, 40)

PAGE_IN_WORDS = """() => {
  const counts = ({ name, value }) => value !== "" && !["style", "tabindex"].includes(name);
  const words = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const told = [...node.attributes].filter(counts).map(({ name, value }) => `${name}=${value.trim()}`);
    return `<${node.nodeName} ${told.sort().join(" ")}>${[...node.childNodes].map(words).join("")}`;
  };
  const parts = [".says", ".threads", ".field svg.g", ".field svg.over", ".verdict", ".tracks", ".ctl"];
  return parts.map((part) => words(document.querySelector(part))).join("");
}"""


def test_every_way_to_a_step_draws_the_same(run_page: RunPage) -> None:
    run_page.open(f"{RUN}&at=0")
    run_page.is_at(0, LENGTH)
    walked = []
    for key, way in (
        ("ArrowRight", range(1, LENGTH + 1)),
        ("ArrowLeft", range(LENGTH - 1, STEPS[0] - 1, -1)),
    ):
        for at in way:
            run_page.page.keyboard.press(key)
            if at in STEPS:
                run_page.is_at(at, LENGTH)
                walked.append((at, run_page.page.evaluate(PAGE_IN_WORDS)))
    for at in STEPS:
        run_page.open(f"{RUN}&at={at}")
        for one in (drawn for step, drawn in walked if step == at):
            # the code takes its height once it has been measured
            run_page.page.wait_for_function(f"(drawn) => ({PAGE_IN_WORDS})() === drawn", arg=one)
