/**
 * Metric math: numbers, the ids of other queries, `+ - * / ^`, unary minus and parentheses, over points of equal times.
 * Functions, arrays, comparisons, SEARCH and Metrics Insights are refused by name.
 */
import { unsupported, validationError } from './errors.ts';

export interface Series {
  /** Seconds. */
  readonly period: number;
  /** Values by the second at which their period begins, oldest first. */
  readonly points: ReadonlyMap<number, number>;
}

export type MathValue = number | Series;

/** What an id stands for; undefined when no query has it. */
export type Lookup = (id: string) => MathValue | undefined;

const OPERATION = 'GetMetricData';
const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z][A-Za-z0-9_]*)|(\S))/y;

type Operator = '+' | '-' | '*' | '/' | '^';

const OPERATIONS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
};

/** @throws AwsError ValidationError for what is no expression, and for what the plane does not execute */
export const evaluateMath = (expression: string, lookup: Lookup): MathValue => new Evaluation(expression, lookup).run();

class Evaluation {
  readonly #expression: string;
  readonly #lookup: Lookup;
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(expression: string, lookup: Lookup) {
    this.#expression = expression;
    this.#lookup = lookup;
    this.#tokens = tokensOf(expression);
  }

  run(): MathValue {
    const value = this.#sum();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return value;
  }

  #sum(): MathValue {
    let value = this.#product();
    for (let sign = this.#take('+', '-'); sign; sign = this.#take('+', '-')) {
      value = this.#combine(sign, value, this.#product());
    }
    return value;
  }

  #product(): MathValue {
    let value = this.#negation();
    for (let sign = this.#take('*', '/'); sign; sign = this.#take('*', '/')) {
      value = this.#combine(sign, value, this.#negation());
    }
    return value;
  }

  #negation(): MathValue {
    return this.#take('-') ? this.#combine('*', -1, this.#negation()) : this.#power();
  }

  #power(): MathValue {
    const base = this.#operand();
    return this.#take('^') ? this.#combine('^', base, this.#negation()) : base;
  }

  #operand(): MathValue {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw this.#unexpected();
    if (token === '(') {
      this.#at += 1;
      const value = this.#sum();
      if (this.#tokens[this.#at] !== ')') throw this.#unexpected();
      this.#at += 1;
      return value;
    }
    if (/^[\d.]+/.test(token)) {
      this.#at += 1;
      return Number(token);
    }
    if (!/^[A-Za-z]/.test(token)) throw this.#unexpected();
    if (this.#tokens[this.#at + 1] === '(') throw unsupported(OPERATION, `the function ${token} of metric math`);
    const value = this.#lookup(token);
    if (value === undefined) throw this.#unexpected();
    this.#at += 1;
    return value;
  }

  #take<Sign extends Operator>(...signs: Sign[]): Sign | undefined {
    const found = signs.find((sign) => sign === this.#tokens[this.#at]);
    if (found) this.#at += 1;
    return found;
  }

  #combine(sign: Operator, left: MathValue, right: MathValue): MathValue {
    const operate = OPERATIONS[sign];
    if (typeof left === 'number' && typeof right === 'number') return operate(left, right);
    const { period } = typeof left === 'number' ? (right as Series) : left;
    if (typeof left !== 'number' && typeof right !== 'number' && left.period !== right.period) {
      throw unsupported(OPERATION, `metric math over different periods ('${this.#expression}')`);
    }
    const points = new Map<number, number>();
    const times = typeof left === 'number' ? (right as Series).points.keys() : left.points.keys();
    for (const at of times) {
      const one = typeof left === 'number' ? left : left.points.get(at);
      const other = typeof right === 'number' ? right : right.points.get(at);
      if (one === undefined || other === undefined) continue;
      const value = operate(one, other);
      // A division by zero has no point.
      if (Number.isFinite(value)) points.set(at, value);
    }
    return { period, points };
  }

  #unexpected(): Error {
    const token = this.#tokens[this.#at];
    if (token !== undefined && /^[[\]<>=!&|,'"{}]$/.test(token)) {
      return unsupported(OPERATION, `'${token}' in metric math ('${this.#expression}')`);
    }
    return validationError(`Error in expression '${this.#expression}': ${wrong(token)}`);
  }
}

const wrong = (token: string | undefined): string =>
  token === undefined ? 'it is not complete' : `'${token}' is not expected there`;

const tokensOf = (expression: string): string[] => {
  const select = /^\s*(SELECT|SEARCH)\b/i.exec(expression)?.[1];
  if (select) throw unsupported(OPERATION, select.toUpperCase() === 'SELECT' ? 'Metrics Insights' : 'SEARCH');
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(expression); match; match = TOKEN.exec(expression)) {
    tokens.push((match[1] ?? match[2] ?? match[3])!);
  }
  return tokens;
};
