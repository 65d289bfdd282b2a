/** The filters of the matrix are links. Here they bring the new matrix without leaving the page. */

import { say } from "./words.js";

/** @param {HTMLElement} place the element that holds the matrix and its filters */
export function watchFilters(place) {
  place.addEventListener("click", async (event) => {
    const link = event.target.closest?.(".filters a");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const group = link.closest("[role=group]").getAttribute("aria-label");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...page.getElementById(place.id).childNodes);
      history.replaceState(null, "", link.href);
      place.querySelector(`[role=group][aria-label="${group}"] [aria-current]`).focus();
    } catch {
      place.querySelector(".told").textContent = say("matrix.no-answer");
    } finally {
      place.removeAttribute("aria-busy");
    }
  });
}
