/** Figures as files: SVG, PNG, Vega and Vega-Lite. */
import { errors } from './errors.ts';

/** An SVG text, the bytes of a PNG, or a specification of Vega or Vega-Lite. */
export type Figure = string | Uint8Array | object;

export interface FigureFile {
  readonly content: string | Uint8Array;
  readonly extension: string;
  readonly mediaType: string;
}

const PNG = [0x89, 0x50, 0x4e, 0x47];

/** @throws GradusError RUN_VALUE_INVALID */
export const figureFile = (figure: Figure): FigureFile => {
  if (typeof figure === 'string') {
    if (!/<svg[\s>]/.test(figure)) throw unknown(figure.slice(0, 100));
    return { content: figure, extension: '.svg', mediaType: 'image/svg+xml' };
  }
  if (figure instanceof Uint8Array) {
    if (!PNG.every((byte, index) => figure[index] === byte)) throw unknown(`${figure.length} bytes`);
    return { content: figure, extension: '.png', mediaType: 'image/png' };
  }
  const schema = '$schema' in figure ? String(figure.$schema) : '';
  const kind = /\/(vega|vega-lite)\/v\d/.exec(schema)?.[1];
  if (kind === undefined) throw unknown(figure);
  // SageMaker takes no media type with a dot in it, as Vega's own have.
  const extension = kind === 'vega' ? '.vg.json' : '.vl.json';
  return { content: JSON.stringify(figure), extension, mediaType: 'application/json' };
};

const unknown = (got: unknown) =>
  errors.make('RUN_VALUE_INVALID', 'that is no figure', {
    got,
    allowed: ['an SVG text', 'the bytes of a PNG', 'a Vega or Vega-Lite specification with its $schema'],
  });
