/** A card per thread: what it does, where it is, what it may do next or why it cannot. */

import { useMemo, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { choicesOf } from "../choose.js";
import { ranLines, upTo } from "../code/gutter.js";
import { framesOf } from "../lines.js";
import { lengthOf } from "../store.js";
import { say, sentence } from "../words.js";
import { Branch, Button, hueOf, Oct, Padlock, Who } from "./glyphs.js";
import { Code } from "./code.js";
import { ChoiceFates } from "./fates.js";
import { depthOf, Own, Stack } from "./stack.js";

const UNTIL = ["over", "lock", "return", "end"];

/** @param {{state: import("../store.js").State, session: object, stacked: boolean}} props */
export function Threads({ state, session, stacked }) {
  const frame = framesOf(state.tree)[state.at];
  return html`<aside class="threads" aria-label=${say("thread.name")}>
    ${frame.threads.map((thread) => {
      const story = state.info.stories.find((each) => each.thread === thread.name);
      return html`<${Card} key=${thread.name} ...${{ thread, story, frame, state, session, stacked }} />`;
    })}
  </aside>`;
}

function Card({ thread, story, frame, state, session, stacked }) {
  const { name } = thread;
  const frames = framesOf(state.tree);
  const ran = useMemo(() => ranLines(frames, name), [frames, name]);
  const mm = story?.mm ?? name;
  const inner = thread.calls.at(-1);
  const [chosen, choose] = useState(null);
  const depth = depthOf(thread.calls, chosen);
  const shown = thread.calls[depth];
  const span = shown === inner ? thread.span : shown.span;
  const hit = frame.step?.thread === name && frame.violations.some((each) => each.new && each.severity === "damage");
  return html`<section class="thread ${hueOf(mm)} is-${thread.status} ${inner ? "busy" : ""}" aria-label=${say("thread.thread", name)}>
    <header>
      <${Who} mm=${mm} name=${name} />
      <h2 title=${story?.text}>${story?.text ?? thread.doing}</h2>
      <span class="cpu">${story?.cpu ?? ""}</span>
      <${Status} thread=${thread} hit=${hit} />
    </header>
    <${Stack} thread=${thread} story=${story} depth=${depth} onChoose=${choose} />
    ${shown && html`<${Code}
      info=${state.info}
      call=${shown}
      span=${span}
      ran=${ran}
      at=${upTo(ran.own, state.at).at(-1) ?? 0}
      free=${stacked}
      broke=${hit ? frame.at : null}
      thread=${name}
      debug=${state.debug}
      session=${session}
      off=${offOf(thread, frame, state)}
    />`}
    <${Own} thread=${thread} depth=${depth} frame=${frame} mm=${mm} whole=${chosen !== null} />
    <${Why} thread=${thread} mm=${mm} frame=${frame} state=${state} />
    <${Acts} thread=${thread} frame=${frame} state=${state} session=${session} />
    ${state.check?.fates && html`<${ChoiceFates} check=${state.check} frame=${frame} thread=${name} />`}
  </section>`;
}

function Status({ thread, hit }) {
  if (thread.status === "stopped" || hit) return html`<span class="state bad"><${Oct} size="small" />${say(thread.status === "stopped" ? "thread.stopped" : "thread.broke")}</span>`;
  return html`<span class="state">${say(`thread.${thread.status}`)}</span>`;
}

/** What comes next in words, why it cannot, or where stepping begins a branch. */
function Why({ thread, mm, frame, state }) {
  const id = `why-${thread.name}`;
  if (thread.status === "blocked") {
    return html`<p class="why" id=${id}><${Padlock} mm=${holderOf(frame, thread, state)} /><span>${sentence(thread.reason?.text)}</span></p>`;
  }
  if (thread.reason !== null) {
    const bad = thread.status === "stopped";
    return html`<p class="why" id=${id}>${bad ? html`<${Oct} size="small" />` : html`<i></i>`}<span>${sentence(thread.reason.text)}</span></p>`;
  }
  const follows = framesOf(state.tree)[state.at + 1]?.step;
  if (follows && follows.thread !== thread.name && frame.choices.some((each) => each.thread === thread.name)) {
    const text = say(thread.next ? "thread.goes-on-next" : "thread.goes-on", follows.thread, thread.name, thread.next?.text);
    return html`<p class="why" id=${id}><${Branch} /><span>${text}</span></p>`;
  }
  const next = thread.next ?? frame.ended;
  return html`<p class="why" id=${id}><i></i><span>${next ? thread.next ? sentence(say("thread.next", next.text)) : sentence(next.text) : ""}</span></p>`;
}

/** The mm of whoever holds the lock that a thread waits for. */
function holderOf(frame, thread, state) {
  const { mms, locks, tables } = frame.memory;
  const all = [...locks, ...mms.flatMap((mm) => [mm.page_table_lock, mm.mmap_sem]), ...tables.flatMap((table) => table.lock ?? [])];
  const holder = all.find((lock) => lock.waiters.includes(thread.name))?.holders[0];
  return state.info.stories.find((story) => story.thread === holder)?.mm ?? holder;
}

/** Why a thread cannot be told to run somewhere. */
function offOf(thread, frame, state) {
  const { choice, reason } = choicesOf(frame, thread.name);
  if (choice === null) return reason;
  return state.link === "online" ? null : say("thread.unreachable");
}

function Acts({ thread, frame, state, session }) {
  const { name } = thread;
  const { choice, others, reason } = choicesOf(frame, name);
  const recorded = framesOf(state.tree)[state.at + 1]?.step?.choice;
  const unlinked = state.link === "online" ? null : say("thread.unreachable");
  const off = choice === null ? reason : recorded === choice ? null : unlinked;
  const shared = { describedby: `why-${name}` };
  const key = state.at < lengthOf(state) && recorded !== choice ? "thread.key-branch" : "thread.key";
  return html`<div class="acts">
    <${Button} ...${shared} off=${off} onPress=${() => session.step(choice)} title=${say(key, name.toLowerCase())}>${say("thread.step", name)}<//>
    ${others.map(
      (other) => html`<${Button} key=${other.choice} ...${shared} off=${unlinked} onPress=${() => session.step(other.choice)} title=${other.text.text}>
        ${say(`thread.step-${other.outcome}`, name)}
      <//>`,
    )}
    ${UNTIL.map(
      (until) => html`<${Button}
        key=${until}
        ...${shared}
        off=${choice === null ? reason : unlinked}
        onPress=${() => session.advance(name, until)}
        title=${say(`thread.${until}-help`, name)}
      >
        ${say(`thread.${until}`)}
      <//>`,
    )}
  </div>`;
}
