/** Entry of /compare: fetches what the address asks for, keeps the row that is shown in it, hears the keys. */

import { render } from "preact";
import { html } from "./draw/html.js";
import { focusKind } from "./keys.js";
import { Versus } from "./panels/versus.js";
import { inOurWords, retellText, told } from "./told.js";
import { browserAddress } from "./url.js";
import { say, sentence } from "./words.js";

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
  render(html`<main class="empty"><h1>${say("versus.refused")}</h1><p role="alert">${text}</p><p><a href="/">${say("versus.all-systems")}</a></p></main>`, place);
}

/** All that the server says, in the language of the page. */
function inOurOwn({ left, right, comparison }) {
  for (const info of [left, right]) inOurWords({ type: "run", info });
  for (const frame of [...comparison.left, ...comparison.right]) inOurWords({ type: "frame", frame });
  const found = [...comparison.rows.flatMap(({ differs }) => differs), ...comparison.first.map(({ difference }) => difference)];
  for (const { left: one, right: other } of found) [one, other].forEach(retellText);
  for (const { left: one, right: other } of comparison.rows) for (const turn of [one, other]) turn.refused &&= told(turn.refused);
}

async function load() {
  const query = new URLSearchParams(address.search());
  try {
    const answer = await fetch(`/compare/data${address.search()}`);
    const data = await answer.json();
    if (data.error) return refuse(`${sentence(told(data.error.message))} ${sentence(told(data.error.hint))}`);
    inOurOwn(data.found);
    const { rows, first } = data.found.comparison;
    const wanted = query.has("at") ? Number(query.get("at")) : (first[0]?.row ?? rows.length - 1);
    shown = { data, query, at: Math.max(0, Math.min(Math.round(wanted) || 0, rows.length - 1)) };
    place.replaceChildren();
    draw();
  } catch {
    refuse(say("versus.no-answer"));
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
