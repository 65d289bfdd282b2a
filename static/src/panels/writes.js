/** Who wrote an object last, and why; and all writes to it in this run, each a way to its step. */

import { html } from "../draw/html.js";
import { sentence } from "../words.js";
import { lastBefore, writesOf } from "../writes.js";
import { Who } from "./glyphs.js";

/** @param {{name: string, frames: ReadonlyArray<object>, at: number, left: boolean, session: object, children: any}} props */
export function Writes({ name, frames, at, left, session, children }) {
  const writes = writesOf(frames, name);
  const last = lastBefore(writes, at);
  return html`<section class="writes ${left ? "left" : ""}" aria-label="Who wrote ${name}">
    <header>
      <h2>${name}</h2>
      <button type="button" class="shut" aria-label="Close" title="Close: Esc" onClick=${() => session.select(name)}>✕</button>
    </header>
    <div role="status">${last === null ? html`<p>As it was before the run: no step up to ${at} has changed it.</p>` : html`<${Last} write=${last} name=${name} at=${at} />`}</div>
    ${children}
    ${writes.length > 0 &&
    html`<ol aria-label="All writes to ${name} in this run">
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
  const when = write.at === at ? "in this step" : `at step ${write.at}`;
  return html`<p><b>${write.thread}</b> wrote it last, ${when}: ${sentence(write.sentence)}</p>
    <p class="where"><span>${changeOf(write, name)}</span>${write.place && html` <code>${write.place}</code>`}</p>`;
}

/** "2→1"; of a whole object with the part before it: "count 2→1". */
function changeOf({ name: part, before, after }, name) {
  const field = part === name ? "" : part.startsWith(`${name}.`) ? `${part.slice(name.length + 1)} ` : `${part} `;
  return before === after ? `${field}changed` : `${field}${before || "–"}→${after || "–"}`;
}
