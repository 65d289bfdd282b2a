/** The run page: joins the panels. What is shown before a run has come is here, too. */

import { drawn, isToCome } from "../coming.js";
import { html } from "../draw/html.js";
import { framesOf } from "../lines.js";
import { useMedia } from "../media.js";
import { frameOf } from "../store.js";
import { sentenceOf } from "../sentence.js";
import { linkTo } from "../url.js";
import { rich, say } from "../words.js";
import { Bar } from "./bar.js";
import { RunInWords } from "./diagram.js";
import { Help } from "./help.js";
import { Later } from "./later.js";
import { Notices } from "./notice.js";
import { Present } from "./present.js";
import { Stage } from "./stage.js";
import { Threads } from "./threads.js";
import { Timeline } from "./timeline.js";
import { Verdict } from "./verdict.js";

/** Where the panels stand below each other they come in that order. Side by side a later one would move the others. */
const DOWNWARDS = { stage: 1, timeline: 2, threads: 3, verdict: 4 };
const AT_ONCE = { stage: 0, timeline: 0, threads: 0, verdict: 0 };

/** @param {{state: import("../store.js").State, session: object}} props */
export function RunPage({ state: whole, session }) {
  const state = drawn(whole);
  const alone = state !== whole;
  const narrow = useMedia("narrow");
  const stacked = useMedia("stacked");
  const short = useMedia("short");
  const frame = frameOf(state);
  const { info, library, check, link } = state;
  const asked = state.asked?.config ?? null;
  const turns = stacked ? DOWNWARDS : AT_ONCE;
  return html`<${Bar} ...${{ info, library, check, link, asked, session, stacked }} />
    <${Notices} state=${state} session=${session} />
    ${frame === null
      ? html`<${Empty} state=${state} session=${session} />`
      : html`<${Later} turn=${turns.threads}><${Threads} state=${state} session=${session} stacked=${stacked} /><//>
          <${Later} turn=${turns.stage}><${Stage} state=${state} session=${session} tall=${narrow} /><//>
          ${isToCome(whole) ? html`<${Coming} state=${whole} />` : html`<${Later} turn=${turns.verdict}><${Verdict} state=${state} session=${session} /><//>`}
          ${!alone && html`<${Later} turn=${turns.timeline}><${Timeline} state=${state} session=${session} narrow=${narrow} stacked=${stacked} short=${short} /><//>`}`}
    <${Present} state=${state} session=${session} />
    <p class="sr" aria-live="polite">${frame !== null && spoken(frame, state)}</p>
    <${Help} open=${state.help} info=${info} onClose=${session.closeHelp} />
    ${frame !== null && html`<${RunInWords} state=${state} session=${session} />`}`;
}

/** The step that is wanted is not here yet, or it is, and the others are not. */
function Coming({ state }) {
  const { tree, goal, coming } = state;
  const here = framesOf(tree).length;
  const text = say(goal === coming.at ? "run.coming" : "run.waiting", goal, here, coming.length);
  return html`<p class="coming"><progress max=${coming.length} value=${here} aria-hidden="true"></progress> ${text}</p>`;
}

/** What a screen reader says after each step. */
function spoken(frame, { info }) {
  const { title, text, more } = sentenceOf(frame, info);
  return `${say("run.spoken", frame.at)} ${title === null ? "" : `${title}. `}${text} ${more}`;
}

function Empty({ state, session }) {
  const { library, notice } = state;
  if (notice === null || library === null) return html`<main class="empty" aria-busy="true"><p>${say("run.opening")}</p></main>`;
  const { protocol: wanted, scenario } = session.wanted();
  const isKnown = library.protocols.some((each) => each.id === wanted);
  const protocol = isKnown ? wanted : library.start.new.protocol;
  const plain = isKnown && library.scenarios.some((each) => each.id === scenario) ? linkTo({ protocol, scenario }) : null;
  return html`<main class="empty">
    <h1>${say("run.cannot-open")}</h1>
    ${plain !== null && html`<p><a class="btn main" href=${plain}>${say("run.open-plain")}</a></p>`}
    <p>${rich("run.choose-other", html`<code>${protocol}</code>`)}</p>
    <ul>
      ${library.scenarios.map(
        ({ id, title, text }) => html`<li key=${id}><a href=${linkTo({ protocol, scenario: id })}>${title}</a> <span>${text}</span></li>`,
      )}
    </ul>
  </main>`;
}
