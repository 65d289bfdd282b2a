/** Who wrote an object last, and why; and all writes to it in this run, each a way to its step. */

import { html } from "../draw/html.js";
import { rich, say, sentence } from "../words.js";
import { lastBefore, writesOf } from "../writes.js";
import { Who } from "./glyphs.js";

/** @param {{name: string, frames: ReadonlyArray<object>, at: number, left: boolean, session: object, onClose: () => void, children: any}} props */
export function Writes({ name, frames, at, left, session, onClose, children }) {
  const writes = writesOf(frames, name);
  const last = lastBefore(writes, at);
  return html`<section class="writes ${left ? "left" : ""}" aria-label=${say("picture.who-wrote", name)}>
    <header>
      <h2>${name}</h2>
      <button type="button" class="shut" aria-label=${say("picture.close")} title=${say("picture.key", say("picture.close"), "Esc")} onClick=${onClose}>✕</button>
    </header>
    <div role="status">${last === null ? html`<p>${say("picture.untouched", at)}</p>` : html`<${Last} write=${last} name=${name} at=${at} />`}</div>
    ${children}
    ${writes.length > 0 &&
    html`<ol aria-label=${say("picture.writes", name)}>
      ${writes.map(
        (write) => html`<li key=${`${write.at} ${write.name}`}>
          <button type="button" aria-current=${write === last ? "step" : undefined} onClick=${() => session.goto(write.at)}>
            <span class="n">${write.at}</span><${Who} mm=${write.thread} /><span class="what">${changeOf(write, name)}</span>
          </button>
        </li>`,
      )}
    </ol>`}
  </section>`;
}

function Last({ write, name, at }) {
  const who = html`<b>${write.thread}</b>`;
  const why = sentence(write.sentence);
  return html`<p>${write.at === at ? rich("picture.wrote-now", who, why) : rich("picture.wrote-at", who, write.at, why)}</p>
    <p class="where"><span>${changeOf(write, name)}</span>${write.place && html` <code>${write.place}</code>`}</p>`;
}

/** "2→1"; of a whole object with the part before it: "count 2→1". */
function changeOf({ name: part, before, after }, name) {
  const field = part === name ? "" : part.startsWith(`${name}.`) ? `${part.slice(name.length + 1)} ` : `${part} `;
  return before === after ? `${field}${say("picture.rewritten")}` : `${field}${before || "–"}→${after || "–"}`;
}
