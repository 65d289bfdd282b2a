/** The top bar: what runs, under which toggles, and the way to share this moment. */

import { useState } from "preact/hooks";
import { isRunning, kinds } from "../check.js";
import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { linkTo } from "../url.js";
import { rich, say } from "../words.js";
import { Button, Icon, Languages, Mark, ThemeButton } from "./glyphs.js";
import { CompareWith } from "./comparewith.js";
import { Picker } from "./picker.js";
import { Toggles } from "./toggles.js";

/** As in templates/bar.html; those that find no room are left out by the style sheet. */
const PAGES = Object.entries({ "/": "systems", "/run": "run", "/lessons": "lessons", "/costs": "costs", "/capture": "capture" });

/**
 * @param {{info: object|null, library: object|null, check: object|null, link: string, asked: object|null, session: object,
 *   stacked: boolean}} props `asked`: the toggles that the server has been asked for
 */
export const Bar = memo(({ info, library, check, link, asked, session, stacked }) => {
  return html`<header class="bar">
    <${Mark} />
    ${info !== null && html`<${Title} info=${info} library=${library} session=${session} /><span class="date">${info.protocol_date}</span>`}
    ${info !== null && html`<${Toggles} info=${info} asked=${asked} session=${session} off=${link !== "online"} />`}
    ${info !== null && html`<${CompareWith} info=${info} library=${library} session=${session} />`}
    ${stacked && info !== null && html`<${ToCheck} check=${check} link=${link} session=${session} />`}
    <nav class="push" aria-label=${say("bar.pages")}>${PAGES.map(([href, name]) => html`<a key=${name} href=${href} aria-current=${name === "run" ? "page" : undefined}>${say(`bar.${name}`)}</a>`)}</nav>
    <${Languages} addressIn=${session.addressIn} />
    <${ThemeButton} />
    <${Share} session=${session} off=${info === null ? say("bar.nothing-open") : null} />
  </header>`;
});

/** On a small screen the check stands below the picture: this begins it and goes there. */
function ToCheck({ check, link, session }) {
  const go = (event) => {
    if (check === null) session.check();
    event.currentTarget.ownerDocument.querySelector(".check")?.scrollIntoView({ block: "start" });
  };
  const off = check === null && link !== "online" ? say("bar.unreachable") : null;
  return html`<${Button} off=${off} onPress=${go} class="btn tocheck" data-testid="tocheck">${wordOf(check)}<//>`;
}

/** @param {import("../check.js").Check|null} check @returns {string} the check in a word or two */
export function wordOf(check) {
  if (check?.phase !== "done") return say(isRunning(check) ? "bar.checking" : "bar.check");
  const { verdict } = check.result;
  const bugs = kinds(verdict, "damage").length;
  if (bugs > 0) return say("bar.bugs", bugs);
  return say(verdict.complete ? "bar.safe" : "bar.no-bug-yet");
}

function Title({ info, library, session }) {
  const toScenario = ({ id, title, text }) => ({ id, title, text, note: "", href: linkTo({ protocol: info.protocol, scenario: id }) });
  const toProtocol = ({ id, title, date, text }) => ({ id, title: id, note: date, text: text || title, href: linkTo({ protocol: id, scenario: info.scenario }) });
  return html`<div class="title">
    <${Picker}
      label=${say("bar.scenario")}
      plural=${say("bar.scenarios")}
      name=${info.scenario_title}
      shown=${info.scenario_title}
      options=${() => (library?.scenarios ?? []).map(toScenario)}
      current=${info.scenario}
      onPick=${(scenario) => session.open({ protocol: info.protocol, scenario })}
    />
    <span class="in">${say("bar.in")}</span>
    <${Picker}
      label=${say("bar.protocol")}
      plural=${say("bar.protocols")}
      name=${info.protocol}
      shown=${html`<code>${info.protocol}</code>`}
      options=${() => (library?.protocols ?? []).map(toProtocol)}
      current=${info.protocol}
      onPick=${(protocol) => session.open({ protocol, scenario: info.scenario })}
    />
  </div>`;
}

function Share({ session, off }) {
  const [said, tell] = useState(null);
  const share = async () => {
    const link = session.link();
    tell((await session.copy(link)) ? { text: say("bar.copied") } : { text: say("bar.copy-this"), link });
  };
  return html`<div class="share">
    <${Button} main off=${off} onPress=${share} label=${say("bar.share-moment")}>
      <${Icon} name="share" />${rich("bar.share", html`<span class="long">${say("bar.this-moment")}</span>`)}
    <//>
    <span class="said ${said === null ? "sr" : ""}" role="status">
      ${said !== null && html`${said.text}${said.link && html`<input readonly aria-label=${say("bar.link")} value=${said.link} onFocus=${(event) => event.target.select()} />`}
        <button type="button" class="btn bare" aria-label=${say("bar.close")} onClick=${() => tell(null)}>×</button>`}
    </span>
  </div>`;
}
