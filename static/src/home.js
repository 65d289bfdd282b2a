/** Entry of the home page: the race of the mail plays once beside the headline. The rest of the page is plain HTML. */

import { render } from "preact";
import { html } from "./draw/html.js";
import { watchFilters } from "./filters.js";
import { watchGrid } from "./grid.js";
import { createLink } from "./link.js";
import { matches } from "./media.js";
import { Show } from "./panels/show.js";
import { inOurWords } from "./told.js";
import { browserAddress, linkTo } from "./url.js";

/** From the start to the freed table within ten seconds; at the start there is a sentence to read. */
const STEP_EVERY_MS = 1_100;
const START_FOR_MS = 2_200;
/** Steps that only read or lock are passed over: here the picture has to move. */
const SEEN = /^[TD][0-9]+|\.pmd\[[0-9]+\]$|\.tlb$|^[A-D]\.state$/;

const place = document.getElementById("show");
const still = matches("still");
let show = { info: null, frames: [], at: 0, playing: !still, link: "connecting", href: "/run" };
let coming = { asked: null, info: null, frames: [] };
let tick;

function change(fields) {
  show = { ...show, ...fields };
  render(html`<${Show} ...${show} onToggle=${toggle} />`, place);
}

const last = () => show.frames.length - 1;

function toggle() {
  change({ playing: !show.playing, at: !show.playing && show.at === last() ? 0 : show.at });
  later();
}

const MESSAGES = {
  hello: ({ library }) => {
    if (show.frames.length > 0) return; // a reconnect: what plays is complete
    const { protocol, scenario, config, schedule } = library.start.seed;
    const asked = link.send({ type: "open", protocol, scenario, config, schedule, at: null });
    coming = { asked, info: null, frames: [] };
    show = { ...show, href: linkTo(library.start.seed, { at: 0, play: true }) };
  },
  run: ({ info, re }) => re === coming.asked && (coming.info = info),
  // drawn when it is whole: places follow from all of its frames. Who wants no motion sees what it comes to
  frame: ({ frame, re, last }) => {
    if (re !== coming.asked) return;
    coming.frames.push(frame);
    if (!last) return;
    change({ info: coming.info, frames: coming.frames, at: still ? coming.frames.length - 1 : 0 });
    later();
  },
};

/** The next step that changes something to be seen, or the last one. */
function nextSeen({ frames, at }) {
  const found = frames.findIndex((frame) => frame.at > at && frame.step.changed.some((name) => SEEN.test(name)));
  return found < 0 ? frames.length - 1 : found;
}

const link = createLink({
  address: browserAddress().socket(),
  onMessage: (message) => MESSAGES[message.type]?.(inOurWords(message)),
  onLink: (now) => change({ link: now }),
});

/** One step a tick, while somebody looks. */
function later() {
  clearTimeout(tick);
  if (show.playing) tick = setTimeout(step, show.at === 0 ? START_FOR_MS : STEP_EVERY_MS);
}

function step() {
  const at = document.hidden ? show.at : nextSeen(show);
  change({ at, playing: at < last() });
  later();
}

for (const event of ["online", "focus"]) addEventListener(event, () => link.wake());
const matrix = document.getElementById("matrix");
watchGrid(matrix);
watchFilters(matrix);
