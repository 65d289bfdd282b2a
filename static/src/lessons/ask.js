/** An ```ask block: a question about a moment, the picture of that moment, and what the answer was. */

import { render } from "preact";
import { html } from "../draw/html.js";
import { Button } from "../panels/glyphs.js";
import { getJson } from "./fetch.js";
import { Picture } from "./picture.js";
import { language, say } from "../words.js";
import { within } from "./steps.js";

/**
 * @param {HTMLElement} place of the picture
 * @param {HTMLElement} form of the question
 * @param {object} data
 * @param {{desk: object, lesson: string, seed: number, onAnswer: (number: number, correct: boolean) => void}} tools
 */
export function mountAsk(place, form, data, { desk, lesson, seed, onAnswer }) {
  let state = { seed, question: null, picked: null, answer: null, info: null, frames: [], at: 0, problem: null };

  function change(fields) {
    state = { ...state, ...fields };
    const go = (at) => change({ at: within(at, state.frames) });
    const closed = state.answer === null ? say("lesson.predict-first") : null;
    render(html`<${Picture} id="ask${data.number}" ...${state} closed=${closed} onGo=${go} />`, place);
    render(html`<${Form} number=${data.number} ...${state} onPick=${pick} onAnswer=${() => reveal().catch(failed)} onAnother=${another} />`, form);
  }

  const address = (more = "") => `/lesson/${lesson}/ask/${data.number}?seed=${state.seed}&lang=${language}${more}`;
  const failed = (error) => change({ problem: error.message });

  async function load() {
    const mine = state.seed;
    const question = await getJson(address());
    if (mine !== state.seed) return;
    change({ question });
    await show(question.schedule, question.at);
  }

  async function show(schedule, at) {
    const { info, frames } = await desk.play(data, schedule);
    change({ info, frames, at: within(at, frames) });
  }

  function pick(picked) {
    if (state.answer === null) change({ picked });
  }

  async function reveal() {
    if (state.picked === null || state.answer !== null) return;
    const answer = await getJson(address(`&choice=${state.picked}`));
    change({ answer });
    onAnswer(data.number, answer.correct);
    if (answer.then !== answer.schedule) await show(answer.then, answer.at + 1);
  }

  function another() {
    change({ seed: state.seed + 1, question: null, picked: null, answer: null });
    load().catch(failed);
  }

  change({});
  load().catch(failed);
  return { go: () => {} };
}

function Form({ number, seed, question, picked, answer, problem, onPick, onAnswer, onAnother }) {
  if (problem !== null) return html`<p class="wrong" role="alert">${problem}</p>`;
  if (question === null) return html`<p class="wait" role="status">${say("lesson.question-on-its-way")}</p>`;
  const name = `answer-${number}`;
  const submit = (event) => {
    event.preventDefault();
    onAnswer();
  };
  return html`<form class="ask" onSubmit=${submit}>
    <fieldset>
      <legend><b>${say("lesson.predict")}</b> ${question.at === 0 ? say("lesson.moment-start") : say("lesson.moment", question.at)} ${question.text}</legend>
      ${question.options.map((option, i) => html`<label key=${i} class=${classOf(i, answer)}
        ><input type="radio" name=${name} checked=${picked === i} disabled=${answer !== null} onChange=${() => onPick(i)} /><span>${option}</span>${answer !== null && html`<b>${verdictOf(i, picked, answer)}</b>`}</label
      >`)}
    </fieldset>
    <div class="go">
      ${answer === null ? html`<button class="btn main" type="submit" aria-disabled=${picked === null ? "true" : undefined} title=${picked === null ? say("lesson.choose-first") : undefined}>${say("lesson.see")}</button>` : html`<${Button} onPress=${onAnother}>${say("lesson.another")}<//>`}
      <small>${say("lesson.question", seed)}</small>
    </div>
    <p class="because" role="status">${answer !== null && html`<b>${say(answer.correct ? "lesson.right" : "lesson.wrong")}</b> ${answer.because}`}</p>
  </form>`;
}

const classOf = (i, answer) => (answer === null ? "" : i === answer.right ? "right" : "other");

function verdictOf(i, picked, answer) {
  if (i === answer.right) return say("lesson.so-it-is");
  return i === picked ? say("lesson.your-answer") : "";
}
