/** The state that is shown, as a table: every object of the frame, in its order. */

import { pinnedBy } from "../draw/describe.js";
import { html } from "../draw/html.js";
import { say } from "../words.js";

const NOTHING = "–";

/** @param {{frame: object}} props */
export function StateTable({ frame }) {
  return html`<section aria-labelledby="table-title">
    <h3 id="table-title">${say("diagram.state", frame.at)}</h3>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="table-title"><table aria-labelledby="table-title">
      <thead><tr>${["object", "is", "count", "references"].map((word) => html`<th scope="col" key=${word}>${say(`diagram.col-${word}`)}</th>`)}</tr></thead>
      ${groupsOf(frame).map(([kind, rows]) => html`<tbody key=${kind}>
          <tr><th scope="rowgroup" colspan="4">${say(`diagram.${kind}`)}</th></tr>
          ${rows.map((row) => html`<tr key=${row.name}>
              <th scope="row"><code>${row.name}</code></th><td>${row.is}</td>
              <td class=${row.apart ? "num apart" : "num"}>${row.count ?? ""}</td><td class="num">${row.references ?? ""}${row.apart ? ` ${say("diagram.apart")}` : ""}</td>
            </tr>`)}
        </tbody>`)}
    </table></div>
  </section>`;
}

/**
 * The rows by kind; kinds without an object are left out.
 * @param {object} frame
 * @returns {Array<[string, Array<{name: string, is: string, count?: number, references?: number, apart?: boolean}>]>}
 */
export function groupsOf({ memory, threads }) {
  const groups = [
    ["threads", threads.map((thread) => ({ name: thread.name, is: threadIs(thread) }))],
    ["processes", memory.mms.map((mm) => ({ name: mm.name, is: say(`diagram.mm-${mm.state}`, mm.rss, mm.mm_users) }))],
    ["slots", memory.mms.flatMap((mm) => mm.slots.map((slot) => ({ name: slot.name, is: held(slot.table, slot.was, slot.read_only && slot.table ? [say("diagram.read-only")] : []) })))],
    ["tables", memory.tables.map(counted(tableIs))],
    ["entries", memory.tables.flatMap((table) => table.entries.map((entry) => ({ name: entry.name, is: held(entry.page, entry.was, marks(entry)) })))],
    ["pages", memory.pages.map(counted((page) => [...freed(page), say("diagram.holds", page.value), ...(page.pins.length > 0 ? [pinnedBy(page)] : [])].join(", ")))],
    ["swap", memory.swap.map(counted((entry) => say("diagram.holds", entry.value)))],
    ["cache", memory.file.map((cached) => ({ name: cached.name, is: cached.page ?? NOTHING }))],
    ["locks", locksOf(memory).map((lock) => ({ name: lock.name, is: lockIs(lock) }))],
    ["cpus", memory.cpus.map((cpu) => ({ name: cpu.name, is: cpuIs(cpu) }))],
  ];
  return groups.filter(([, rows]) => rows.length > 0);
}

const counted = (is) => (each) => ({ name: each.name, is: is(each), count: each.count, references: each.references, apart: each.count !== each.references });

const locksOf = (memory) => [
  ...memory.mms.flatMap((mm) => [mm.page_table_lock, mm.mmap_sem, mm.vma_lock]),
  ...memory.tables.map((table) => table.lock),
  ...memory.locks,
].filter(Boolean);

function threadIs({ status, doing, reason, holds }) {
  const can = reason === null ? say(`diagram.thread-${status}`) : reason.text;
  return [doing, can, holds.length > 0 ? say("diagram.has", holds.join(", ")) : ""].filter(Boolean).join("; ");
}

const held = (what, was, more) => [what ?? (was ? say("diagram.was", was) : NOTHING), ...(what ? more : [])].join(", ");

const marks = ({ write, dirty }) => [say(write ? "diagram.writable" : "diagram.read-only"), ...(dirty ? [say("diagram.dirty")] : [])];

const freed = ({ freed: by }) => (by === null ? [] : [by.at === 0 ? say("diagram.freed-before") : say("diagram.freed", by.by, by.at)]);

function tableIs(table) {
  const sharers = [...new Set(table.holders.filter((each) => !each.gone).map((each) => each.by))];
  const owners = table.owners.map((thread) => say("diagram.owns", thread));
  return [...freed(table), sharers.length > 0 ? say("diagram.held-by", sharers.join(", ")) : say("diagram.held-by-none"), ...owners].join(", ");
}

function lockIs({ holders, mode, since, waiters }) {
  if (holders.length === 0) return say("diagram.free");
  const by = say(mode === "read" ? "diagram.lock-read" : "diagram.lock", holders.join(", "));
  return [since === null ? by : say("diagram.since", by, since), ...(waiters.length > 0 ? [say("diagram.waits", waiters.join(", "))] : [])].join("; ");
}

function cpuIs({ thread, tlb, gather, queued, irqs_off: off }) {
  const entries = tlb.map((each) => `${each.address} = ${each.names}${each.stale ? ` (${say("diagram.stale")})` : ""}`);
  return [
    thread === null ? "" : say("diagram.runs", thread),
    `TLB ${entries.join(", ") || NOTHING}`,
    gather === "idle" ? "" : say("diagram.gather", queued.join(", ") || NOTHING),
    off ? say("diagram.irqs-off") : "",
  ].filter(Boolean).join("; ");
}
