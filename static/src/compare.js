/** Entry of /compare: fetches what the address asks for, keeps the row that is shown in it, hears the keys. */

import { render } from "preact";
import { html } from "./draw/html.js";
import { focusKind } from "./keys.js";
import { Versus } from "./panels/versus.js";
import { browserAddress } from "./url.js";

const address = browserAddress();
const place = document.getElementById("versus");
const KEYS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
let shown = null;

/** What the panels may ask for; the ruler and the lanes are those of the run page. */
const session = {
  at: () => shown.at,
  goto(row) {
    const at = Math.max(0, Math.min(row, shown.data.found.comparison.rows.length - 1));
    shown = { ...shown, at };
    shown.query.set("at", String(at));
    address.replace(`?${shown.query}`);
    draw();
  },
  open: (search) => address.visit(search),
};

const draw = () => render(html`<${Versus} ...${shown} session=${session} />`, place);

function refuse(text) {
  render(html`<main class="empty"><h1>This cannot be compared</h1><p role="alert">${text}</p><p><a href="/">To all systems</a></p></main>`, place);
}

async function load() {
  const query = new URLSearchParams(address.search());
  try {
    const answer = await fetch(`/compare/data${address.search()}`);
    const data = await answer.json();
    if (data.error) return refuse(`${data.error.message}; ${data.error.hint}.`);
    const { rows, first } = data.found.comparison;
    const wanted = query.has("at") ? Number(query.get("at")) : (first[0]?.row ?? rows.length - 1);
    shown = { data, query, at: Math.max(0, Math.min(Math.round(wanted) || 0, rows.length - 1)) };
    place.replaceChildren();
    draw();
  } catch {
    refuse("The server does not answer. Load the page again when it runs.");
  }
}

document.addEventListener("keydown", (event) => {
  if (shown === null || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = KEYS[event.key];
  if (by === undefined || ["text", "control"].includes(focusKind(event.target))) return;
  event.preventDefault();
  session.goto(shown.at + by);
});
load();
