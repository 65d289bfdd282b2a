/** Entry of the page of captures: takes a file, checks it, draws it. Nothing leaves the browser. */

import { render } from "preact";
import { MOST_BYTES, readCapture } from "./capture/read.js";
import { html } from "./draw/html.js";
import { readJson } from "./openfile.js";
import { Captured } from "./panels/captured.js";
import { say } from "./words.js";

const place = document.getElementById("captured");
let shown = { capture: null, name: "", system: 0, problem: null };

function change(fields) {
  shown = { ...shown, ...fields };
  render(html`<${Captured} ...${shown} onFile=${open} onExample=${example} onSystem=${(system) => change({ system })} />`, place);
}

function take(name, value) {
  const { capture, error } = readCapture(value, name);
  if (error) return change({ problem: error });
  const usual = capture.document.systems.findIndex(({ id }) => id === "february-2002");
  return change({ capture, name, problem: null, system: Math.max(usual, 0) });
}

async function open(file) {
  const { value, error } = await readJson(file, MOST_BYTES);
  if (error) change({ problem: error });
  else take(file.name, value);
}

async function example() {
  try {
    const answer = await fetch(place.dataset.example);
    take(say("capture.an-example"), await answer.json());
  } catch {
    change({ problem: say("capture.no-server") });
  }
}

place.replaceChildren();
change({});
