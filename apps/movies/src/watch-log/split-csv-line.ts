/** Splits one line of CSV (RFC 4180) whose quoted fields hold no line breaks. */

/** The fields of `line`, quotes taken off; `undefined` when a quote does not close. */
export function splitCsvLine(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === '"') {
      if (quoted && line[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = !quoted;
    } else if (char === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  fields.push(field);
  return quoted ? undefined : fields;
}
