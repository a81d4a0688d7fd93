/** How names and texts are written in SQL, for DuckDB and Athena alike. */

/** A name in double quotes. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text in single quotes. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
