/** Rows of the timeline: threads, locks, invariants, and the column of the step that is shown. */

import { useMemo } from "preact/hooks";
import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { relation } from "../order.js";
import { blockedBars, heldBars, propertyCell } from "../timeline/tracks.js";
import { hueOf, Padlock, Who } from "./glyphs.js";
import { MARKS } from "./order.js";
import { columnOf, place, rowStyle, spanOf, stepsIn } from "./row.js";
import { say } from "../words.js";

/** The step shown is a full-height column. */
export function Head({ window, at }) {
  const units = window.count + 0.5;
  const left = at === 0 ? 0 : at - window.first + 0.5;
  const width = at === 0 ? 0.5 : 1;
  if (at !== 0 && (at < window.first || at >= window.first + window.count)) return null;
  if (at === 0 && window.first > 1) return null;
  return html`<div class="head" aria-hidden="true">
    <span style=${{ left: `${(left / units) * 100}%`, width: `${(width / units) * 100}%` }}></span>
  </div>`;
}

/** A thread's lane: its steps as chips, the time that it waits as a dotted bar. */
export function Lane({ frames, window, info, at, session, story, chosen }) {
  const { thread, mm, cpu } = story;
  const { first, last } = spanOf(window, frames);
  const mine = stepsIn(window, frames).filter((step) => frames[step].step.thread === thread);
  const isAlone = (step) => !mine.includes(step - 1) && !mine.includes(step + 1);
  const orderOf = (step) => (chosen === null ? null : relation(frames, info, chosen, step));
  const waits = blockedBars(frames, first, last, thread);
  return html`<div class="row lane ${hueOf(mm)}" style=${rowStyle(window)} role="group" aria-label=${say("time.steps-of", thread)}>
    <span class="lab"><${Who} mm=${mm} name=${thread} /><span class="lg">${cpu}</span></span>
    <span class="time-area">${waits.map((bar) => html`<span key=${bar.from} class="waits" style=${place(window, bar.from, bar.to)} title=${bar.value}><${Padlock} mm=${mmOf(info, holder(frames[bar.from], thread))} /></span>`)}</span>
    ${mine.map((step) => html`<${Chip} key=${step} frame=${frames[step]} column=${columnOf(window, step)} now=${step === at} order=${orderOf(step)} alone=${isAlone(step)} last=${step === window.first + window.count - 1} session=${session} />`)}
  </div>`;
}

const Chip = memo(({ frame, column, now, alone, last, order, session }) => {
  const press = () => {
    session.goto(frame.at);
    if (order !== null && order !== "self") session.order(frame);
  };
  const { step } = frame;
  const damage = frame.violations.some((each) => each.new && each.severity === "damage");
  return html`<button
    type="button"
    class="ev ${damage ? "viol" : ""} ${order ?? ""} ${alone ? "alone" : ""} ${last ? "last" : ""}"
    style=${{ "grid-column": column }}
    aria-label=${[say("time.chip", frame.at, step.thread, step.short), damage && say("time.violation"), order !== null && say(`order.${order}`)].filter(Boolean).join(", ")}
    aria-current=${now ? "step" : undefined}
    title=${step.sentence.text}
    tabindex="-1"
    onClick=${press}
  >
    ${order !== null && order !== "free" && html`<span class="om" aria-hidden="true">${MARKS[order]}</span>`}<span class="fu">${step.short}</span><span class="sh">${damage ? "!" : shown(step.mark)}</span>
  </button>`;
});

/** The marks as the mock writes them. */
const shown = (mark) => ({ "-": "−", 0: "∅", x: "✕" })[mark] ?? mark;

function holder(frame, thread) {
  const { mms, locks, tables } = frame.memory;
  const all = [...locks, ...mms.flatMap((mm) => [mm.page_table_lock, mm.mmap_sem]), ...tables.flatMap((table) => table.lock ?? [])];
  return all.find((lock) => lock.waiters.includes(thread))?.holders[0];
}

const mmOf = (info, thread) => info.stories.find((story) => story.thread === thread)?.mm ?? thread;

/** Who holds a lock, as bars. */
export function LockRow({ frames, window, info, lock }) {
  const { first, last } = spanOf(window, frames);
  const bars = heldBars(frames, first, last, lock.name);
  return html`<div class="row held" style=${rowStyle(window)}>
    <span class="lab" title=${lock.name}>${shortLock(lock)}</span>
    <span class="time-area">
      ${bars.map((bar) => html`<span key=${bar.from} class="barx ${hueOf(mmOf(info, bar.value))}" style=${place(window, bar.from, bar.to)} title=${say("time.held-by", lock.name, bar.value)}>${bar.value}</span>`)}
    </span>
  </div>`;
}

/** @param {{name: string, label: string}} lock @returns {string} what fits the gutter */
export function shortLock({ name, label }) {
  const owner = name.includes(".") ? `${name.split(".")[0]} ` : "";
  const words = { page_table_share_lock: say("time.share-lock"), page_table_lock: "ptl" };
  return owner + (words[label] ?? label).replaceAll("_", " ");
}

const CELL = { fine: "o", parted: "h", broken: "x", still: "y" };

/** One property over the steps. */
export function InvariantRow({ frames, window, property, narrow }) {
  const steps = stepsIn(window, frames);
  const words = useMemo(() => told(frames, property), [frames, property]);
  return html`<div class="row inv" style=${rowStyle(window)} aria-label=${`${property.title}: ${words}`} role="img">
    <span class="lab" title=${property.title}><span>${property.title}</span></span>
    ${steps.map((step) => {
      const cell = propertyCell(frames[step], property.id);
      return html`<i key=${step} class=${CELL[cell]} style=${{ "grid-column": columnOf(window, step) }}>${cell === "broken" && !narrow && say("time.broken")}</i>`;
    })}
  </div>`;
}

function told(frames, property) {
  const at = frames.filter((frame) => frame.violations.some((each) => each.new && each.property === property.id)).map((frame) => frame.at);
  return at.length === 0 ? say("time.broken-from-start") : say("time.broken-at", at.slice(0, 8).join(", "));
}
