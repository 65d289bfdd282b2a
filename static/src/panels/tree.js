/** The runs of this page as a tree along the ruler: a row a branch, which leaves another one where it differs. */

import { useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { stepAt } from "../timeline/window.js";
import { Button, Oct } from "./glyphs.js";
import { place, rowStyle } from "./row.js";
import { say } from "../words.js";

/** @param {object} props `rows`: the branches; `window` of the timeline; `whole`: steps of the longest branch */
export function BranchTree({ rows, tree, window, whole, session, compare }) {
  const [naming, name] = useState(null);
  if (rows.length < 2 && tree.deleted.length === 0) return null;
  const current = rows.find((row) => row.current);
  // along the ruler while all of it is drawn, else along the small picture of the whole
  const scale = window.all && whole <= window.count ? along(window) : overall(whole);
  const shared = { rows, scale, session, naming, name };
  return html`<div class="branches" role="group" aria-label=${say("tree.name")}>
    <ol>
      ${rows.map((row, i) => html`<${Row} key=${row.id} row=${row} index=${i} ...${shared} />`)}
    </ol>
    <${Tools} row=${current} rows=${rows} deleted=${tree.deleted.at(-1)} session=${session} name=${name} compare=${compare} />
  </div>`;
}

const along = (window) => ({
  style: rowStyle(window),
  x: (step) => parseFloat(place(window, step, step).left),
  step: (x, width, length) => stepAt(x, width, window, length),
});

const overall = (whole) => ({
  style: { "grid-template-columns": "var(--gut) minmax(0, 1fr)" },
  x: (step) => (100 * step) / whole,
  step: (x, width, length) => Math.max(0, Math.min(length, Math.round((x / width) * whole))),
});

function Row({ row, rows, index, scale, session, naming, name }) {
  const keys = (event) => {
    if (event.key === "F2") name(row.id);
    else if (event.key === "Delete") session.deleteBranch(row.id);
    else return;
    event.preventDefault();
  };
  const go = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const step = scale.step(event.clientX - box.left, box.width, row.length);
    session.switchTo(row.id);
    session.goto(step);
  };
  const from = row.parent === null ? 0 : row.from;
  const [left, end] = [scale.x(from), scale.x(row.length)];
  return html`<li class="row brow ${row.current ? "shown" : ""}" style=${scale.style}>
    ${naming === row.id
      ? html`<${Naming} row=${row} session=${session} done=${() => name(null)} />`
      : html`<button type="button" class="lab bname" aria-pressed=${row.current ? "true" : "false"} title=${said(row)} onClick=${() => session.switchTo(row.id)} onDblClick=${() => name(row.id)} onKeyDown=${keys}>
          <span>${row.name}</span><span class="sr">, ${said(row)}</span>
        </button>`}
    <span class="time-area" onClick=${go}>
      ${row.parent !== null && html`<span class="stem" style=${{ left: `${left}%`, height: `${100 * (index - row.parent)}%` }}></span>`}
      <span class="bline" style=${{ left: `${left}%`, width: `${Math.max(0.4, end - left)}%` }}></span>
      ${row.damage !== null && html`<span class="bhit" style=${{ left: `${scale.x(row.damage)}%` }}><${Oct} size="tiny" /></span>`}
    </span>
  </li>`;
}

/** @param {import("../branches.js").Branch} row @returns {string} */
export function said({ parent, from, length, damage }) {
  const parts = [parent !== null && say("tree.leaves", from), say("tree.steps", length), damage !== null && say("tree.violation-at", damage)];
  return parts.filter(Boolean).join(", ");
}

function Naming({ row, session, done }) {
  const ended = useRef(false);
  const end = (name) => {
    if (ended.current) return;
    ended.current = true;
    if (name !== null) session.nameBranch(row.id, name);
    done();
  };
  const keys = (event) => {
    if (event.key === "Enter") end(event.target.value);
    if (event.key === "Escape") end(null);
    event.stopPropagation();
  };
  return html`<input
    class="lab bname"
    aria-label=${say("tree.naming")}
    maxlength="60"
    value=${row.given ? row.name : ""}
    placeholder=${row.name}
    ref=${(input) => input?.focus()}
    onKeyDown=${keys}
    onBlur=${(event) => end(event.target.value)}
  />`;
}

function Tools({ row, rows, deleted, session, name, compare }) {
  const only = rows.length < 2 ? say("tree.last-stays") : null;
  return html`<p class="btools">
    <${Button} bare onPress=${() => name(row.id)} label=${say("tree.rename-this")} title="F2"><span>${say("tree.rename")}</span><//>
    <${Button} bare off=${only} describedby="lastbranch" onPress=${() => session.deleteBranch(row.id)} label=${say("tree.delete-this")} title=${say("tree.delete")}><span>${say("tree.delete")}</span><//>
    ${only !== null && html`<span class="sr" id="lastbranch">${only}</span>`}
    ${compare && rows.length > 1 && html`<label>${say("tree.compare")} <select aria-label=${say("tree.compare-this")} onChange=${(event) => compare(Number(event.target.value))}>
      <option value="">…</option>
      ${rows.filter((each) => !each.current).map((each) => html`<option key=${each.id} value=${each.id}>${each.name}</option>`)}
    </select></label>`}
    <span role="status">${deleted && html`${say("tree.deleted", deleted.frames.length - 1)} <${Button} onPress=${session.restoreBranch} label=${say("tree.undo-this")}>${say("tree.undo")}<//>`}</span>
  </p>`;
}
