/** "Compare with …" in the bar: the same schedule under another protocol or setting, side by side. */

import { html } from "../draw/html.js";
import { versusLink } from "../versus.js";
import { say } from "../words.js";
import { Picker } from "./picker.js";

/** @param {{info: object, library: object|null, session: object}} props */
export function CompareWith({ info, library, session }) {
  const options = () => optionsOf(info, library, session.search());
  const pick = (id) => session.visit(options().find((each) => each.id === id).href);
  return html`<div class="comparewith">
    <${Picker} label=${say("versus.with-label")} name=${say("versus.with-name")} shown=${say("versus.with")} options=${options} current=${null} onPick=${pick} />
  </div>`;
}

/** Other systems, then other values of this one's toggles. */
function optionsOf(info, library, here) {
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
