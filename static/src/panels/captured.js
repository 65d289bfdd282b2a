/** A captured process: how many tables, which of them each system could share, what a fork costs. */

import { byGroup } from "../capture/read.js";
import { html } from "../draw/html.js";
import { grouped } from "../draw/logchart.js";
import { dropProps } from "../openfile.js";
import { ours, say, sentence } from "../words.js";
import { TableMap } from "./tablemap.js";

const COSTS = ["tables_allocated", "ptes_copied", "ptes_changed", "slots_changed", "page_references", "swap_references", "table_references"];
const MOST_GROUPS = 40;

/** @param {{capture: object|null, name: string, system: number, problem: string|null, onFile: Function, onExample: Function, onSystem: Function}} props */
export function Captured(props) {
  const { capture, name, system, problem, onFile, onExample, onSystem } = props;
  return html`<div ...${dropProps(onFile)}>
    <div class="open">
      <label class="btn main file">${say("capture.open")}<input type="file" accept=".json,application/json" onChange=${(event) => event.target.files[0] && onFile(event.target.files[0])} /></label>
      <button type="button" class="btn" onClick=${onExample}>${say("capture.example")}</button>
      <span class="note">${say("capture.drop")}</span>
    </div>
    ${problem !== null && html`<p class="wrong" role="alert">${problem}</p>`}
    ${capture !== null && html`<${Facts} capture=${capture} name=${name} />
      <${Plan} capture=${capture} system=${system} onSystem=${onSystem} />
      <section aria-labelledby="map">
        <h2 id="map">${say("capture.map-of", ours(capture.document.systems[system].title))}</h2>
        <p class="note">${say("capture.shares", ours(capture.document.systems[system].rule), capture.document.systems[system].when === "fault" ? say("capture.at-fault") : "")}</p>
        <${TableMap} capture=${capture} system=${system} />
      </section>
      <${Groups} capture=${capture} system=${system} />`}
  </div>`;
}

function Facts({ capture, name }) {
  const { levels, vm_pte, exact } = capture.document;
  return html`<section aria-labelledby="facts">
    <h2 id="facts">${say("capture.facts", name, grouped(levels.pte))}</h2>
    ${!exact && html`<p class="wrong">${say("capture.estimated")}</p>`}
    <table class="numbers facts"><tbody>
      ${vm_pte.parts.filter(({ kb }) => kb > 0).map(({ what, kb }) => html`<tr key=${what}><th scope="row">${ours(what)}</th><td>${say("capture.kb", grouped(kb))}</td></tr>`)}
      <tr class="sum"><th scope="row">${say("capture.counted")}</th><td>${say("capture.kb", grouped(vm_pte.counted_kb))}</td></tr>
      <tr><th scope="row">${say("capture.vm-pte")}</th><td>${vm_pte.status_kb === null ? "–" : say("capture.kb", grouped(vm_pte.status_kb))}</td></tr>
    </tbody></table>
    <p class="note">${vm_pte.difference_kb ? say("capture.difference", vm_pte.difference_kb, ours(vm_pte.why)) : sentence(ours(vm_pte.why))}</p>
  </section>`;
}

function Plan({ capture, system, onSystem }) {
  const { systems, levels } = capture.document;
  const all = (key) => systems.map(({ fork }) => fork[key]);
  const isLeast = (fork, key) => fork[key] === Math.min(...all(key)) && fork[key] < Math.max(...all(key));
  return html`<section aria-labelledby="plan">
    <h2 id="plan">${say("capture.plan")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("capture.plan-name")}><table class="numbers plan">
      <thead><tr><th scope="col">${say("capture.system")}</th><th scope="col">${say("capture.could-share")}</th>${COSTS.map((key) => html`<th scope="col" key=${key}>${say(`capture.${key}`)}</th>`)}</tr></thead>
      <tbody>${systems.map(({ id, rule, fork }, i) => html`<tr key=${id} aria-current=${i === system ? "true" : undefined}>
        <th scope="row"><button type="button" class="system" aria-pressed=${i === system ? "true" : "false"} title=${ours(rule)} onClick=${() => onSystem(i)}>${id}</button></th>
        <td>${grouped(fork.shared_tables)}<meter min="0" max=${Math.max(levels.pte, fork.shared_tables, 1)} value=${fork.shared_tables} aria-hidden="true"></meter></td>
        ${COSTS.map((key) => html`<td key=${key} class=${isLeast(fork, key) ? "less" : ""}>${grouped(fork[key])}</td>`)}
      </tr>`)}</tbody>
    </table></div>
    <p class="note">${say("capture.plan-note")}</p>
  </section>`;
}

function Groups({ capture, system }) {
  const rows = byGroup(capture, system);
  return html`<section aria-labelledby="groups">
    <h2 id="groups">${say("capture.groups")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("capture.groups-name")}><table class="numbers groups">
      <thead><tr>${["mappings", "tables", "shareable", "huge", "entries"].map((key) => html`<th scope="col" key=${key}>${say(`capture.${key}`)}</th>`)}</tr></thead>
      <tbody>${rows.slice(0, MOST_GROUPS).map(({ mappings, tables, shared, huge, entries }) => html`<tr key=${mappings.join()}><th scope="row">${mappings.map(ours).join("; ")}</th><td>${grouped(tables)}</td><td>${grouped(shared)}</td><td>${grouped(huge)}</td><td>${grouped(entries)}</td></tr>`)}</tbody>
    </table></div>
    ${rows.length > MOST_GROUPS && html`<p class="note">${say("capture.more-groups", rows.length - MOST_GROUPS)}</p>`}
  </section>`;
}
