/** Text cut to the columns of a terminal, where a CJK character takes two. */

const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}])/u;

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Characters as a reader counts them: with their accents, in their composition. */
const charactersOf = (text: string): string[] => Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);

export const columnsOf = (text: string): number =>
  charactersOf(text).reduce((columns, character) => columns + (WIDE.test(character) ? 2 : 1), 0);

/** Cut in the middle, since a name's beginning and its end tell most; at least `…`. */
export const fitted = (text: string, columns: number): string => {
  if (columnsOf(text) <= columns) return text;
  const characters = charactersOf(text);
  let [head, tail] = ['', ''];
  for (let index = 0; index < characters.length; index += 1) {
    const next = index % 2 === 0 ? characters[index / 2]! : characters[characters.length - (index + 1) / 2]!;
    if (columnsOf(head + tail + next) > columns - 1) break;
    if (index % 2 === 0) head += next;
    else tail = next + tail;
  }
  return `${head}…${tail}`;
};
