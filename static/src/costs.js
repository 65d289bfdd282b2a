/** Entry of the page of costs: asks for what its form says, draws it, and takes a measurement as a file. */

import { render } from "preact";
import { html } from "./draw/html.js";
import { readMeasured } from "./measured.js";
import { readJson } from "./openfile.js";
import { Compared } from "./panels/compared.js";
import { told } from "./told.js";
import { say, sentence } from "./words.js";

const MOST_BYTES = 2 ** 20;
const form = document.getElementById("asked");
const place = document.getElementById("compared");
let shown = { data: null, measured: null, problem: null };

function change(fields) {
  shown = { ...shown, ...fields };
  render(html`<${Compared} ...${shown} onFile=${open} />`, place);
}

async function open(file) {
  const read = await readJson(file, MOST_BYTES);
  const measured = read.error ? null : readMeasured(read.value);
  if (measured) change({ measured, problem: null });
  else change({ problem: read.error ?? say("costs.not-measured", file.name) });
}

function refuse(text) {
  render(html`<p class="wrong" role="alert">${text}</p>`, place);
}

async function load() {
  try {
    const answer = await fetch(`/costs/data?${new URLSearchParams(new FormData(form))}`);
    const data = await answer.json();
    if (data.error) return refuse(`${sentence(told(data.error.message))} ${sentence(told(data.error.hint))}`);
    for (const system of data.systems) {
      system.refused &&= told(system.refused);
      system.scenario.why &&= told(system.scenario.why);
    }
    place.replaceChildren();
    return change({ data, measured: data.measured && readMeasured(data.measured) });
  } catch {
    return refuse(say("costs.no-server"));
  }
}

form.addEventListener("change", () => form.requestSubmit());
load();
