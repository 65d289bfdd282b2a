/** The calls of a thread, each of which can be opened; what is local to the chosen one; the locks that are held. */

import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { locksOf } from "../timeline/tracks.js";
import { say } from "../words.js";
import { Padlock } from "./glyphs.js";
import { shortLock } from "./lanes.js";

/**
 * The call that is shown: the chosen one as long as it is there, else the innermost.
 * @param {ReadonlyArray<object>} calls outermost first
 * @param {{depth: number, function: string}|null} chosen
 * @returns {number} -1 in user mode
 */
export function depthOf(calls, chosen) {
  const isThere = chosen !== null && calls[chosen.depth]?.function === chosen.function;
  return isThere ? chosen.depth : calls.length - 1;
}

/** The line of the story, then the calls, outermost first. */
export const Stack = memo(({ thread, story, depth, onChoose }) => {
  const place = story?.lines.indexOf(thread.doing) ?? -1;
  const title = story && place >= 0 ? say("thread.story", place + 1, story.lines.length, story.lines.join("; ")) : undefined;
  return html`<p class="stack" translate=${false} role="group" aria-label=${say("thread.calls")}>
    <span title=${title}>${thread.doing}</span>
    ${thread.calls.map(
      (call, i) => html`<i aria-hidden="true">›</i>
        <button type="button" aria-pressed=${i === depth ? "true" : "false"} title=${`${call.function}: ${call.span.file}, ${call.span.line}`} onClick=${() => onChoose({ depth: i, function: call.function })}>${call.function}</button>`,
    )}
  </p>`;
});

/** @param {{thread: object, depth: number, frame: object, mm: string, whole: boolean}} props whole: over as many lines as it takes */
export function Own({ thread, depth, frame, mm, whole }) {
  const locals = thread.locals.filter((each) => each.calls.includes(depth));
  const locks = thread.holds.map((name) => ({ name, since: locksOf(frame).find((lock) => lock.name === name)?.since ?? null, label: name.split(".").at(-1) }));
  if (locals.length === 0 && locks.length === 0) return null;
  const sinceOf = (name, since) => (since === null ? name : say("thread.since", name, since));
  const holds = ({ name, since }) => sinceOf(name, since);
  const short = ({ name, label, since }) => sinceOf(shortLock({ name, label }), since);
  const title = [...locks.map((lock) => say("thread.holds", holds(lock))), ...locals.map((each) => `${each.type} ${each.name} = ${each.value}`)].join("\n");
  return html`<div class="own ${whole ? "whole" : ""}" translate=${false} title=${title}>
    ${locks.length > 0 && html`<p class="holds" aria-label=${say("thread.locks")}><${Padlock} mm=${mm} />${locks.map((lock) => html`<span key=${lock.name}>${short(lock)}</span>`)}</p>`}
    ${locals.length > 0 && html`<p class="locals" aria-label=${say("thread.locals")}>${locals.map((each) => html`<code key=${each.name}>${each.name} <b>${each.value}</b></code>`)}</p>`}
  </div>`;
}
