/** The English of every text: the files of engine/words/en, bundled. A text that is not English comes with the page. */

import atom from "../../engine/words/en/atom.json" with { type: "json" };
import bar from "../../engine/words/en/bar.json" with { type: "json" };
import capture from "../../engine/words/en/capture.json" with { type: "json" };
import check from "../../engine/words/en/check.json" with { type: "json" };
import costs from "../../engine/words/en/costs.json" with { type: "json" };
import debug from "../../engine/words/en/debug.json" with { type: "json" };
import diagram from "../../engine/words/en/diagram.json" with { type: "json" };
import draw from "../../engine/words/en/draw.json" with { type: "json" };
import event from "../../engine/words/en/event.json" with { type: "json" };
import fact from "../../engine/words/en/fact.json" with { type: "json" };
import fate from "../../engine/words/en/fate.json" with { type: "json" };
import home from "../../engine/words/en/home.json" with { type: "json" };
import keys from "../../engine/words/en/keys.json" with { type: "json" };
import label from "../../engine/words/en/label.json" with { type: "json" };
import lesson from "../../engine/words/en/lesson.json" with { type: "json" };
import matrix from "../../engine/words/en/matrix.json" with { type: "json" };
import notice from "../../engine/words/en/notice.json" with { type: "json" };
import now from "../../engine/words/en/now.json" with { type: "json" };
import order from "../../engine/words/en/order.json" with { type: "json" };
import picture from "../../engine/words/en/picture.json" with { type: "json" };
import present from "../../engine/words/en/present.json" with { type: "json" };
import protocol from "../../engine/words/en/protocol.json" with { type: "json" };
import reason from "../../engine/words/en/reason.json" with { type: "json" };
import run from "../../engine/words/en/run.json" with { type: "json" };
import settings from "../../engine/words/en/settings.json" with { type: "json" };
import story from "../../engine/words/en/story.json" with { type: "json" };
import thread from "../../engine/words/en/thread.json" with { type: "json" };
import time from "../../engine/words/en/time.json" with { type: "json" };
import tree from "../../engine/words/en/tree.json" with { type: "json" };
import versus from "../../engine/words/en/versus.json" with { type: "json" };
import violation from "../../engine/words/en/violation.json" with { type: "json" };

const AREAS = {
  atom,
  bar,
  capture,
  check,
  costs,
  debug,
  diagram,
  draw,
  event,
  fact,
  fate,
  home,
  keys,
  label,
  lesson,
  matrix,
  notice,
  now,
  order,
  picture,
  present,
  protocol,
  reason,
  run,
  settings,
  story,
  thread,
  time,
  tree,
  versus,
  violation,
};

/** @type {Record<string, string|{one: string, other: string}>} by whole id: "run.back" */
export const ENGLISH = Object.fromEntries(Object.entries(AREAS).flatMap(([area, texts]) => Object.entries(texts).map(([id, text]) => [`${area}.${id}`, text])));
