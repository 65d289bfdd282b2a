/** What presenter mode adds to the page: the scenes, the ring about the pointer, the empty page. */

import { useEffect, useRef } from "preact/hooks";
import { html } from "../draw/html.js";
import { frameOf } from "../store.js";
import { scenesOf } from "../presenter.js";
import { say } from "../words.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function Present({ state, session }) {
  const { present } = state;
  if (!present.on) return null;
  return html`<nav class="scenes" aria-label=${say("present.scenes")}>
      ${frameOf(state) !== null &&
      html`<ol>
        ${scenesOf(state).map(
          ({ digit, scene }) => html`<li key=${digit}>
            <button type="button" class="btn bare" aria-current=${isHere(scene, state, session) ? "true" : undefined} onClick=${() => session.scene(digit)}>
              <kbd>${digit}</kbd> ${scene.name}
            </button>
          </li>`,
        )}
      </ol>`}
      <button type="button" class="btn bare" onClick=${session.view}><kbd>v</kbd> ${say(`present.view-${present.view}`)}</button>
      <button type="button" class="btn bare" onClick=${session.present}><kbd>p</kbd> ${say("present.leave")}</button>
    </nav>
    ${present.ring && html`<${Ring} />`}
    ${present.blank && html`<div class="blank" role="status"><span class="sr">${say("present.blank")}</span></div>`}`;
}

const isHere = ({ at, search }, state, session) => (search === undefined ? at === state.at : search === session.search());

/** Follows the pointer; it is no thing of the page, so nothing else knows of it. */
function Ring() {
  const ring = useRef(null);
  useEffect(() => {
    const follow = ({ clientX, clientY }) => {
      ring.current.style.transform = `translate(${clientX}px, ${clientY}px)`;
      ring.current.hidden = false;
    };
    addEventListener("pointermove", follow);
    return () => removeEventListener("pointermove", follow);
  }, []);
  return html`<div ref=${ring} class="ring-pointer" aria-hidden="true" hidden></div>`;
}
