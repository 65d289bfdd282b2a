/** What the page has to say about itself: errors, links that no longer fit, a server that is gone. Calmly. */

import { html } from "../draw/html.js";
import { sentence } from "../words.js";
import { Button } from "./glyphs.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function Notices({ state, session }) {
  const { notice, link } = state;
  return html`<div class="notices" role="status">
    ${link === "offline" && html`<p class="notice calm"><b>Reconnecting to the server.</b> Nothing is lost: the run is in the address bar, and all steps so far can be looked at.</p>`}
    ${notice !== null && html`<div class="notice ${notice.kind}">
      <p><b>${headline(notice)}</b> ${sentence(notice.text)} <span>${sentence(notice.hint)}</span></p>
      <${Button} bare label="Close this message" onPress=${session.dismiss}>×<//>
    </div>`}
  </div>`;
}

function headline({ kind, code, at, place }) {
  if (kind === "stopped") return at === null ? "Stopped." : `Stopped at step ${at}.`;
  if (place !== null) return `${place.file}, line ${place.line}, column ${place.column}:`;
  return kind === "link" ? "Part of the link could not be read." : code ? `${code}:` : "";
}
