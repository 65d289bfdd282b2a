/** A JSON file that a person opens or drops: read in the browser, sent nowhere. */

import { fixed } from "./numbers.js";
import { say } from "./words.js";

/**
 * @param {File} file
 * @param {number} most bytes
 * @returns {Promise<{value: unknown}|{error: string}>}
 */
export async function readJson(file, most) {
  if (file.size > most) {
    const megabytes = (bytes) => fixed(bytes / 2 ** 20, bytes < 10 * 2 ** 20 ? 1 : 0);
    return { error: say("capture.too-large", file.name, megabytes(file.size), megabytes(most)) };
  }
  try {
    return { value: JSON.parse(await file.text()) };
  } catch {
    return { error: say("capture.not-json", file.name) };
  }
}

/** Props that let an element take a dropped file. @param {(file: File) => void} onFile */
export const dropProps = (onFile) => ({
  onDragOver: (event) => event.preventDefault(),
  onDrop: (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) onFile(file);
  },
});
