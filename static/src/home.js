/** Entry of the home page: a run that plays by itself beside the headline. The rest of the page is plain HTML. */

import { render } from "preact";
import { html } from "./draw/html.js";
import { watchFilters } from "./filters.js";
import { watchGrid } from "./grid.js";
import { createLink } from "./link.js";
import { matches } from "./media.js";
import { Show } from "./panels/show.js";
import { inOurWords } from "./told.js";
import { browserAddress } from "./url.js";

const STEP_EVERY_MS = 1_400;
/** Steps that only read or lock are passed over: here the picture has to move. */
const SEEN = /^[TD][0-9]+|\.pmd\[[0-9]+\]$|\.tlb$|^[A-D]\.state$/;
/** The last picture stays a little longer before the run begins again. */
const LAST_FOR = 3;

const place = document.getElementById("show");
let show = { info: null, frames: [], at: 0, playing: !matches("still"), link: "connecting", asked: null };
let rest = 0;

function change(fields) {
  show = { ...show, ...fields };
  render(html`<${Show} ...${show} onToggle=${() => change({ playing: !show.playing })} />`, place);
}

const MESSAGES = {
  hello: ({ library }) => {
    if (show.frames.length > 0) return; // a reconnect: what plays is complete
    const { protocol, scenario, config, schedule } = library.start.new;
    const asked = link.send({ type: "open", protocol, scenario, config, schedule, at: null });
    change({ asked });
  },
  run: ({ info, re }) => re === show.asked && change({ info, frames: [], at: 0 }),
  frame: ({ frame, re }) => re === show.asked && change({ frames: [...show.frames, frame] }),
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

setInterval(() => {
  if (!show.playing || document.hidden || show.frames.length < 2) return;
  if (show.at < show.frames.length - 1) change({ at: nextSeen(show) });
  else if (rest++ >= LAST_FOR) {
    rest = 0;
    change({ at: 0 });
  }
}, STEP_EVERY_MS);

for (const event of ["online", "focus"]) addEventListener(event, () => link.wake());
const matrix = document.getElementById("matrix");
watchGrid(matrix);
watchFilters(matrix);
change({});
