/** Entry of the page of captures: takes a file, checks it, draws it. Nothing leaves the browser. */

import { render } from "preact";
import { MOST_BYTES, readCapture } from "./capture/read.js";
import { html } from "./draw/html.js";
import { readJson } from "./openfile.js";
import { Captured } from "./panels/captured.js";

const place = document.getElementById("captured");
let shown = { capture: null, name: "", system: 0, problem: null };

function change(fields) {
  shown = { ...shown, ...fields };
  render(html`<${Captured} ...${shown} onFile=${open} onExample=${example} onSystem=${(system) => change({ system })} />`, place);
}

function take(name, value) {
  const { capture, error } = readCapture(value);
  if (error) return change({ problem: `${name} ${error}.` });
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
    take("An example", await answer.json());
  } catch {
    change({ problem: "The server does not answer. Load the page again when it runs." });
  }
}

place.replaceChildren();
change({});
