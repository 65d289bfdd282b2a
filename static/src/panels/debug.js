/** The lists of what is watched and of where runs stop, with the forms that add to them. */

import { useRef, useState } from "preact/hooks";
import { describe, enabled, hitsAt, problemOf, shown, valueAt } from "../debug.js";
import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { framesOf } from "../lines.js";
import { say, sentence } from "../words.js";
import { Button } from "./glyphs.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function Watches({ state, session }) {
  const { debug, at } = state;
  const frames = framesOf(state.tree);
  return html`<section class="watches" aria-label=${say("debug.watch")}>
    <h2>${say("debug.watch")}</h2>
    ${debug.watches.length > 0 &&
    html`<ul class="debuglist">
      ${debug.watches.map((text) => {
        const value = valueAt(debug, text, frames[at]);
        const before = at > 0 ? valueAt(debug, text, frames[at - 1]) : value;
        const problem = problemOf(debug, text);
        return html`<li key=${text}>
          <code title=${text}>${text}</code>
          ${problem === null && html`<b class=${value !== before ? "moved" : ""}>${value === null ? "…" : shown(value)}${value !== before && before !== null && html` <small>${say("debug.was", shown(before))}</small>`}</b>`}
          ${isCondition(debug, text) && html`<${Button} bare label=${say("debug.stop-when-true", text)} title=${say("debug.stop-when-true", text)} onPress=${() => session.addBreakpoint({ stop: "true", what: text })}><i class="stopdot" aria-hidden="true"></i><//>`}
          <${Button} bare label=${say("debug.unwatch", text)} onPress=${() => session.removeWatch(text)}>×<//>
          ${problem !== null && html`<${Wrong} problem=${problem} text=${text} />`}
        </li>`;
      })}
    </ul>`}
    <${OneLine} label=${say("debug.expression")} hint="T0.count == 1" word=${say("debug.watch")} id="watch-names" names=${namesOf(frames[at]).join("\n")} onSubmit=${session.addWatch} />
  </section>`;
}

const isCondition = (debug, text) => debug.told.kinds[text] === "condition";

/** What is wrong, with the place marked under the expression. */
function Wrong({ problem, text }) {
  const { message, hint, column, end_column: end } = problem;
  const mark = column === null ? null : [column - 1, Math.max(column, end - 1)];
  return html`<p class="wrong" role="alert">
    ${mark !== null && html`<code>${text.slice(0, mark[0])}<mark>${text.slice(...mark) || " "}</mark>${text.slice(mark[1])}</code>`}
    ${sentence(message)} <span>${sentence(hint)}</span>
  </p>`;
}

function OneLine({ id, label, hint, word, names, onSubmit, children }) {
  const [text, type] = useState("");
  const submit = (event) => {
    event.preventDefault();
    if (text.trim() === "") return;
    onSubmit(text);
    type("");
  };
  return html`<form class="oneline" onSubmit=${submit}>
    ${children}
    <input translate=${false} aria-label=${label} placeholder=${hint} value=${text} maxlength="200" spellcheck=${false} autocomplete="off" list=${id} onInput=${(event) => type(event.target.value)} />
    <${Names} id=${id} names=${names} />
    <button type="submit" class="btn">${word}</button>
  </form>`;
}

/** @param {{id: string, names: string}} props `names`: one a line, so that equal ones are the same */
const Names = memo(({ id, names }) => html`<datalist id=${id}>${names.split("\n").map((name) => html`<option key=${name} value=${name}></option>`)}</datalist>`);

/** Names that a picture shows, to choose from. */
export function namesOf(frame) {
  if (!frame) return [];
  const { mms, tables, pages, locks } = frame.memory;
  return [
    ...tables.flatMap((table) => [`${table.name}.count`, ...table.entries.map((entry) => entry.name), ...(table.lock ? [table.lock.name] : [])]),
    ...mms.flatMap((mm) => [...mm.slots.map((slot) => slot.name), `${mm.name}.rss`, mm.page_table_lock.name, mm.mmap_sem.name]),
    ...pages.map((page) => `${page.name}.count`),
    ...locks.map((lock) => lock.name),
  ];
}

const WAYS = ["changed", "used", "taken", "released", "waited", "true"];

/** @param {{state: import("../store.js").State, session: object}} props */
export function Breakpoints({ state, session }) {
  const { debug, at, link } = state;
  const frames = framesOf(state.tree);
  const way = useRef(null);
  const unlinked = link === "online" ? null : say("debug.unlinked");
  const none = enabled(debug).length === 0 ? say("debug.no-breakpoint") : null;
  const earlier = none === null && frames.slice(0, at).some((frame) => hitsAt(debug, frame).length > 0);
  return html`<section class="breakpoints" aria-label=${say("debug.breakpoints")}>
    <h2>${say("debug.breakpoints")}</h2>
    ${debug.breakpoints.length > 0 &&
    html`<ul class="debuglist">
      ${debug.breakpoints.map((each) => {
        const problem = problemOf(debug, each.number);
        const here = hitsAt(debug, frames[at]).some((hit) => hit.number === each.number);
        return html`<li key=${each.number} class="${each.on ? "" : "off"} ${here ? "here" : ""}">
          <label><input type="checkbox" checked=${each.on} onChange=${(event) => session.switchBreakpoint(each.number, event.target.checked)} /><b>${each.number}</b> <span>${describe(each)}</span></label>
          <${Button} bare label=${say("debug.delete", each.number)} onPress=${() => session.removeBreakpoint(each.number)}>×<//>
          ${problem !== null && html`<p class="wrong" role="alert">${sentence(problem.message)} <span>${sentence(problem.hint)}</span></p>`}
        </li>`;
      })}
    </ul>`}
    <${OneLine} label=${say("debug.what")} hint="T0.count" word=${say("debug.stop")} id="stop-names" names=${namesOf(frames[at]).join("\n")} onSubmit=${(what) => session.addBreakpoint({ stop: way.current.value, what: what.trim() })}>
      <select ref=${way} aria-label=${say("debug.when")}>${WAYS.map((stop) => html`<option key=${stop} value=${stop}>${say(`debug.way-${stop}`)}</option>`)}</select>
    <//>
    <p class="runon">
      <${Button} off=${none ?? unlinked} describedby="stops-off" onPress=${session.runOn} title=${say("debug.run-on-title")}>${say("debug.run-on")} <kbd>g</kbd><//>
      <${Button} off=${earlier ? null : (none ?? say("debug.none-before"))} describedby="stops-off" onPress=${session.runBack} title=${say("debug.run-back-title")}>${say("debug.run-back")} <kbd>G</kbd><//>
      <span class="sr" id="stops-off">${none ?? unlinked ?? ""}</span>
    </p>
  </section>`;
}
