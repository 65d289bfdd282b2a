/** A captured process: how many tables, which of them each system could share, what a fork costs. */

import { byGroup } from "../capture/read.js";
import { html } from "../draw/html.js";
import { grouped } from "../draw/logchart.js";
import { dropProps } from "../openfile.js";
import { sentence } from "../words.js";
import { TableMap } from "./tablemap.js";

const WHEN = { fault: "; at the child’s first fault" };
const COSTS = {
  tables_allocated: "tables allocated",
  ptes_copied: "PTEs copied",
  ptes_changed: "PTEs changed",
  slots_changed: "pmd slots changed",
  page_references: "page references",
  swap_references: "swap references",
  table_references: "table references",
};
const MOST_GROUPS = 40;

/** @param {{capture: object|null, name: string, system: number, problem: string|null, onFile: Function, onExample: Function, onSystem: Function}} props */
export function Captured(props) {
  const { capture, name, system, problem, onFile, onExample, onSystem } = props;
  return html`<div ...${dropProps(onFile)}>
    <div class="open">
      <label class="btn main file">Open a capture<input type="file" accept=".json,application/json" onChange=${(event) => event.target.files[0] && onFile(event.target.files[0])} /></label>
      <button type="button" class="btn" onClick=${onExample}>Open an example</button>
      <span class="note">or drop the file anywhere here. It is read in this browser and sent nowhere.</span>
    </div>
    ${problem !== null && html`<p class="wrong" role="alert">${problem}</p>`}
    ${capture !== null && html`<${Facts} capture=${capture} name=${name} />
      <${Plan} capture=${capture} system=${system} onSystem=${onSystem} />
      <section aria-labelledby="map">
        <h2 id="map">Every table, in order of addresses: ${capture.document.systems[system].title}</h2>
        <p class="note">What it shares: ${capture.document.systems[system].rule}${WHEN[capture.document.systems[system].when] ?? ""}.</p>
        <${TableMap} capture=${capture} system=${system} />
      </section>
      <${Groups} capture=${capture} system=${system} />`}
  </div>`;
}

function Facts({ capture, name }) {
  const { levels, vm_pte, exact } = capture.document;
  return html`<section aria-labelledby="facts">
    <h2 id="facts">${name}: ${grouped(levels.pte)} last-level page tables</h2>
    ${!exact && html`<p class="wrong">Estimated from what is resident: that kernel did not let us see which pages are populated.</p>`}
    <table class="numbers facts"><tbody>
      ${vm_pte.parts.filter(({ kb }) => kb > 0).map(({ what, kb }) => html`<tr key=${what}><th scope="row">${what}</th><td>${grouped(kb)} kB</td></tr>`)}
      <tr class="sum"><th scope="row">counted</th><td>${grouped(vm_pte.counted_kb)} kB</td></tr>
      <tr><th scope="row">VmPTE, as the kernel has it</th><td>${vm_pte.status_kb === null ? "–" : `${grouped(vm_pte.status_kb)} kB`}</td></tr>
    </tbody></table>
    <p class="note">${vm_pte.difference_kb ? `Difference ${vm_pte.difference_kb} kB: ${vm_pte.why}.` : sentence(vm_pte.why)}</p>
  </section>`;
}

function Plan({ capture, system, onSystem }) {
  const { systems, levels } = capture.document;
  const all = (key) => systems.map(({ fork }) => fork[key]);
  const isLeast = (fork, key) => fork[key] === Math.min(...all(key)) && fork[key] < Math.max(...all(key));
  return html`<section aria-labelledby="plan">
    <h2 id="plan">What a fork would share and cost</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Fork plan"><table class="numbers plan">
      <thead><tr><th scope="col">system</th><th scope="col">tables that it could share</th>${Object.entries(COSTS).map(([key, title]) => html`<th scope="col" key=${key}>${title}</th>`)}</tr></thead>
      <tbody>${systems.map(({ id, rule, fork }, i) => html`<tr key=${id} aria-current=${i === system ? "true" : undefined}>
        <th scope="row"><button type="button" class="system" aria-pressed=${i === system ? "true" : "false"} title=${rule} onClick=${() => onSystem(i)}>${id}</button></th>
        <td>${grouped(fork.shared_tables)}<meter min="0" max=${Math.max(levels.pte, fork.shared_tables, 1)} value=${fork.shared_tables} aria-hidden="true"></meter></td>
        ${Object.keys(COSTS).map((key) => html`<td key=${key} class=${isLeast(fork, key) ? "less" : ""}>${grouped(fork[key])}</td>`)}
      </tr>`)}</tbody>
    </table></div>
    <p class="note">The least of a column is bold. Choose a system to see its tables below. Counts, not times; by rules that each system states, not by a run.</p>
  </section>`;
}

function Groups({ capture, system }) {
  const rows = byGroup(capture, system);
  return html`<section aria-labelledby="groups">
    <h2 id="groups">The same by what the tables map</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="By kind of memory"><table class="numbers groups">
      <thead><tr><th scope="col">mappings in the region</th><th scope="col">tables</th><th scope="col">could be shared</th><th scope="col">huge pages</th><th scope="col">entries</th></tr></thead>
      <tbody>${rows.slice(0, MOST_GROUPS).map(({ mappings, tables, shared, huge, entries }) => html`<tr key=${mappings.join()}><th scope="row">${mappings.join("; ")}</th><td>${grouped(tables)}</td><td>${grouped(shared)}</td><td>${grouped(huge)}</td><td>${grouped(entries)}</td></tr>`)}</tbody>
    </table></div>
    ${rows.length > MOST_GROUPS && html`<p class="note">and ${rows.length - MOST_GROUPS} more, with fewer tables</p>`}
  </section>`;
}
