/** Entry of a lesson: makes its live pieces live. The text stands in the page already. */

import { createLink } from "./link.js";
import { mountAsk } from "./lessons/ask.js";
import { createDesk } from "./lessons/desk.js";
import { mountLevel } from "./lessons/level.js";
import { answered, browserProgress, doneOf, won } from "./lessons/progress.js";
import { mountStep } from "./lessons/step.js";
import { matches } from "./media.js";
import { inOurWords } from "./told.js";
import { browserAddress } from "./url.js";

const { lesson } = document.body.dataset;
const progress = browserProgress();
const address = browserAddress();
const link = createLink({
  address: address.socket(),
  onMessage: (message) => desk.onMessage(inOurWords(message)),
  onLink: (now) => desk.onLink(now),
});
const desk = createDesk({ link });

/** "?seed=7" in the address: the questions of somebody else. */
const seed = address.seed() ?? progress.get().seed;

const MOUNT = {
  step: (place, form, data, href) => mountStep(place, data, { desk, href }),
  ask: (place, form, data) => {
    const onAnswer = (number, correct) => progress.keep(answered(progress.get(), lesson, number, correct));
    return mountAsk(place, form, data, { desk, lesson, seed, onAnswer });
  },
  level: (place, form, data) => {
    const best = () => doneOf(progress.get(), lesson).levels[data.number] ?? null;
    const onWin = (number, steps) => progress.keep(won(progress.get(), lesson, number, steps));
    return mountLevel(place, form, data, { desk, lesson, best, onWin });
  },
};

/** On a narrow page the picture may be far from the words: it comes into sight. */
function show(place) {
  const { top, bottom } = place.getBoundingClientRect();
  const isSeen = Math.min(bottom, innerHeight) - Math.max(top, 0) > Math.min(bottom - top, innerHeight) / 2;
  if (!isSeen) place.scrollIntoView({ behavior: matches("still") ? "auto" : "smooth" });
}

for (const scene of document.querySelectorAll(".scene")) {
  const place = scene.querySelector(".live");
  if (place === null) continue;
  const data = JSON.parse(place.dataset.piece);
  const { href } = place.querySelector(".fallback a");
  place.replaceChildren();
  place.classList.add("alive");
  const piece = MOUNT[data.kind](place, scene.querySelector(".task"), data, href);
  scene.addEventListener("click", (event) => {
    const moment = event.target.closest?.("a[data-at]");
    if (!moment || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    piece.go(Number(moment.dataset.at));
    show(place);
  });
}

for (const event of ["online", "focus"]) addEventListener(event, () => link.wake());
