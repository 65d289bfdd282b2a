/** "Compare with …" in the bar: the same schedule under another protocol or setting, side by side. */

import { html } from "../draw/html.js";
import { search } from "../session.js";
import { versusLink } from "../versus.js";
import { say } from "../words.js";
import { Picker } from "./picker.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function CompareWith({ state, session }) {
  const pick = (id) => session.visit(optionsOf(state).find((each) => each.id === id).href);
  return html`<div class="comparewith">
    <${Picker} label=${say("versus.with-label")} name=${say("versus.with-name")} shown=${say("versus.with")} options=${() => optionsOf(state)} current=${null} onPick=${pick} />
  </div>`;
}

/** Other systems, then other values of this one's toggles. */
function optionsOf(state) {
  const { info, library } = state;
  const here = search(state);
  const systems = (library?.protocols ?? [])
    .filter(({ id }) => id !== info.protocol)
    .map(({ id, title, date }) => ({ id, title: id, note: date, text: title, href: versusLink(here, { protocol: id }) }));
  const settings = info.toggles.flatMap(({ name, label, values, value, help }) =>
    values
      .map((each, i) => ({ id: `${name}=${i}`, title: `${label}: ${each}`, note: "", text: help, href: versusLink(here, { config: { [name]: i } }), shown: i === value }))
      .filter(({ shown }) => !shown),
  );
  return [...systems, ...settings];
}
