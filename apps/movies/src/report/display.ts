/** What a notebook shows: the same thing as HTML or SVG where it can be drawn, and as text where it cannot. */

const jupyterDisplay = Symbol.for('Jupyter.display');

/** An object that Deno's Jupyter kernel displays by its MIME bundle. */
export type Displayable = Record<typeof jupyterDisplay, () => Record<string, string>>;

/** Wraps a MIME bundle, which should hold `text/plain`, for the kernel. */
export function display(bundle: Record<string, string>): Displayable {
  return { [jupyterDisplay]: () => bundle };
}

/** `text` with the characters that mean something in HTML and SVG replaced. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
