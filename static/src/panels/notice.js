/** What the page has to say about itself: errors, links that no longer fit, a server that is gone. Calmly. */

import { html } from "../draw/html.js";
import { say, sentence } from "../words.js";
import { Button } from "./glyphs.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function Notices({ state, session }) {
  const { notice, link } = state;
  return html`<div class="notices" role="status">
    ${link === "offline" && html`<p class="notice calm"><b>${say("notice.reconnecting")}</b> ${say("notice.nothing-lost")}</p>`}
    ${notice !== null && html`<div class="notice ${notice.kind}">
      <p><b>${headline(notice)}</b> ${sentence(notice.text)} <span>${sentence(notice.hint)}</span></p>
      <${Button} bare label=${say("notice.close")} onPress=${session.dismiss}>×<//>
    </div>`}
  </div>`;
}

function headline({ kind, code, at, place }) {
  if (kind === "stopped") return at === null ? say("notice.stopped") : say("notice.stopped-at", at);
  if (place !== null) return say("notice.place", place.file, place.line, place.column);
  return kind === "link" ? say("notice.link") : code ? `${code}:` : "";
}
