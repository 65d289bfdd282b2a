/** Under the picture, of the object that was chosen in it: stop when it changes, watch it. */

import { breakpointLike } from "../debug.js";
import { html } from "../draw/html.js";
import { rich, say } from "../words.js";
import { Button } from "./glyphs.js";

/** What can be asked about an object, by the look of its name. */
const LOCK = /(lock|sem)$/;

/**
 * @param {string} name "T0", "T0[1]", "A.pmd[0]", "A.page_table_lock", "CPU 0"
 * @returns {{stops: string[], watch: string}} the ways to stop that make sense, and the expression to watch
 */
export function offers(name) {
  if (LOCK.test(name)) return { stops: ["taken", "released", "waited"], watch: name };
  if (/^(T|D|S)\d+$/.test(name)) return { stops: ["changed", "used"], watch: `page_count(${name})` };
  if (/^[A-Z]$/.test(name)) return { stops: ["changed"], watch: `${name}.rss` };
  if (/^CPU \d+$/.test(name)) return { stops: ["changed"], watch: `${name.replace(" ", "")}.tlb[0]` };
  return { stops: ["changed", "used"], watch: name };
}

/** @param {{state: import("../store.js").State, session: object}} props */
export function Selected({ state, session }) {
  const { selected: name, debug } = state;
  const { stops, watch } = offers(name);
  return html`<div class="chosen" role="group" aria-label=${say("debug.chosen", name)}>
    <b>${name}</b>
    ${stops.map((stop) => {
      const set = breakpointLike(debug, { stop, what: name }) !== undefined;
      return html`<button type="button" key=${stop} class="btn" aria-pressed=${set ? "true" : "false"} onClick=${() => session.breakAt({ stop, what: name })}>
        <i class="stopdot ${set ? "on" : ""}" aria-hidden="true"></i>${say(`debug.when-${stop}`)}
      </button>`;
    })}
    <${Button} off=${debug.watches.includes(watch) ? say("debug.watched-already", watch) : null} onPress=${() => session.addWatch(watch)}>${rich("debug.watch-this", html`<code>${watch}</code>`)}<//>
    <${Button} bare label=${say("debug.choose-nothing")} onPress=${() => session.select(name)}>×<//>
  </div>`;
}
