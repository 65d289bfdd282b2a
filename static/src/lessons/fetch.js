/** What a lesson asks of the server beside its runs. */

import { told } from "../told.js";
import { say } from "../words.js";

/** @param {string} address @returns {Promise<object>} @throws {Error} with what the server says is wrong */
export async function getJson(address) {
  let response;
  try {
    response = await fetch(address);
  } catch {
    throw new Error(say("lesson.unreachable"));
  }
  const said = await response.json();
  if (said.error) throw new Error(`${told(said.error.message)}: ${told(said.error.hint)}`);
  return said;
}
