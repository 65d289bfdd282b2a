/** A JSON file that a person opens or drops: read in the browser, sent nowhere. */

/**
 * @param {File} file
 * @param {number} most bytes
 * @returns {Promise<{value: unknown}|{error: string}>}
 */
export async function readJson(file, most) {
  if (file.size > most) {
    const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`;
    return { error: `${file.name} has ${megabytes(file.size)}; at most ${megabytes(most)} are read.` };
  }
  try {
    return { value: JSON.parse(await file.text()) };
  } catch {
    return { error: `${file.name} is not JSON.` };
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
