/** A ```level block: the reader is the scheduler. Won when the property breaks; par is proved by the search. */

import { render } from "preact";
import { html } from "../draw/html.js";
import { choicesOf } from "../choose.js";
import { Button, Icon, Who } from "../panels/glyphs.js";
import { rich, say, sentence } from "../words.js";
import { getJson } from "./fetch.js";
import { mmOf } from "../layout/sources.js";
import { lineOf, Picture } from "./picture.js";
import { continued, hinted, judged, within } from "./steps.js";

/**
 * @param {HTMLElement} place of the picture
 * @param {HTMLElement} form of the task
 * @param {object} data
 * @param {{desk: object, lesson: string, best: () => number|null, onWin: (number: number, steps: number) => void}} tools
 */
export function mountLevel(place, form, data, { desk, lesson, best, onWin }) {
  let state = { info: null, frames: [], at: 0, standing: null, hints: false, problem: null };
  let line = Promise.resolve(); // clicks are carried out one behind the other, however fast they come

  function change(fields) {
    state = { ...state, ...fields };
    const go = (at) => move(within(at, state.frames));
    const closed = state.at < state.frames.length - 1 ? null : say("lesson.you-choose");
    render(html`<${Picture} id="level${data.number}" ...${state} closed=${closed} onGo=${go} />`, place);
    const back = () => move(within(state.at - 1, state.frames));
    const again = () => move(0, true);
    const hint = () => change({ hints: !state.hints });
    const acts = { onStep: step, onAdvance: advance, onBack: back, onAgain: again, onHint: hint };
    render(html`<${Task} data=${data} best=${best()} ...${state} ...${acts} />`, form);
  }

  /** Shows a step of the run so far; `fresh`: and forgets what came behind it. */
  function move(at, fresh = false) {
    change({ at, frames: fresh ? state.frames.slice(0, at + 1) : state.frames });
    stand().catch(failed);
  }

  async function stand() {
    const { schedule } = state.frames[state.at];
    const standing = await getJson(`/lesson/${lesson}/level/${data.number}?t=${encodeURIComponent(schedule)}`);
    if (state.frames[state.at].schedule !== schedule) return;
    if (standing.state === "won") {
      onWin(data.number, standing.steps);
      // a thread that ran on alone may have gone on behind the bug
      return change({ standing, at: standing.steps, frames: state.frames.slice(0, standing.steps + 1) });
    }
    change({ standing });
  }

  const failed = (error) => change({ problem: error.message });

  function go(ask) {
    line = line.then(async () => {
      if (isWon(state)) return;
      const { frames } = await ask(state.frames[state.at].schedule);
      const all = continued(state.frames, frames);
      change({ frames: all, at: all.length - 1 });
      stand().catch(failed);
    }).catch(failed);
  }

  const step = (choice) => go((schedule) => desk.step(data, schedule, choice));
  const advance = (thread, until) => go((schedule) => desk.advance(data, schedule, thread, until));

  change({});
  desk
    .play(data, "")
    .then(({ info, frames }) => {
      change({ info, frames });
      return stand();
    })
    .catch(failed);
  return { go: () => {} };
}

/** What the server said of an earlier step stays until it has said something of this one. */
const isWon = ({ standing, at }) => standing?.state === "won" && standing.steps === at;

function Threads({ info, frames, at, standing, onStep, onAdvance }) {
  const frame = frames[at];
  const over = isWon({ standing, at }) ? say("lesson.is-won") : null;
  return html`<ul class="threads">
    ${info.stories.map(({ thread, text }) => {
      const mine = frame.threads.find((each) => each.name === thread);
      const { choice, others, reason } = choicesOf(frame, thread);
      const off = over ?? (choice === null ? reason : null);
      return html`<li key=${thread} aria-label=${say("lesson.thread", thread)}>
        <${Who} mm=${mmOf(info, thread)} name=${thread} />
        <div><p>${sentence(off ?? mine.next?.text ?? text)}</p><code>${off === null ? (lineOf(info, mine.span) ?? " ") : " "}</code></div>
        <span class="acts">
          <${Button} main off=${off} onPress=${() => onStep(choice)}>${say("lesson.step-thread", thread)}<//>
          ${others.map((each) => html`<${Button} key=${each.choice} off=${over} onPress=${() => onStep(each.choice)}>${say("lesson.no-memory")}<//>`)}
          <${Button} off=${off} label=${say("lesson.to-lock-of", thread)} onPress=${() => onAdvance(thread, "lock")}>${say("lesson.to-lock")}<//>
          <${Button} off=${off} label=${say("lesson.to-end-of", thread)} onPress=${() => onAdvance(thread, "end")}>${say("lesson.to-end")}<//>
        </span>
      </li>`;
    })}
  </ul>`;
}

function Task(props) {
  const { data, best, info, standing, hints, at, onBack, onAgain, onHint } = props;
  const isKnown = standing?.steps === at;
  const state = isKnown ? standing.state : "open";
  const goal = info?.properties.find((each) => each.id === data.goal);
  const atStart = at === 0 ? say("lesson.at-start") : null;
  return html`<div class="level ${state}">
    <h3>${say("lesson.scheduler")}</h3>
    ${goal !== undefined && html`<p class="goal">${rich("lesson.goal", html`<b>${goal.title}</b>`, goal.help)}</p>`}
    <p class="standing" role="status">${isKnown ? judged(standing) : say("lesson.taken", at, data.par)}</p>
    ${info !== null && html`<${Threads} ...${props} />`}
    <div class="go">
      <${Button} main=${state === "lost"} off=${atStart} onPress=${onBack}><${Icon} name="back" />${say("lesson.step-back")}<//>
      <${Button} off=${atStart} onPress=${onAgain}><${Icon} name="reset" />${say("lesson.again")}<//>
      <button type="button" class="btn" aria-pressed=${hints ? "true" : "false"} onClick=${onHint}>${say("lesson.hints")}</button>
    </div>
    ${hints && state !== "won" && html`<ul class="hints" aria-busy=${isKnown ? undefined : "true"}>${(standing?.choices ?? []).map((ahead) => html`<li key=${ahead.choice} class=${ahead.steps === null ? "out" : ""}>${hinted(ahead)}</li>`)}</ul>`}
    ${best !== null && html`<p class="best">${say("lesson.best", best, data.par)}</p>`}
  </div>`;
}
