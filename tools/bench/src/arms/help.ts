/** `gradus --help` of the installed binary, beside a bare start of Node. */
import { join } from 'node:path';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { runCommand } from '../process/run-command.ts';
import type { Row } from '../row.ts';

const TIMES = 10;

const run = async (bench: Bench): Promise<Row[]> => {
  const gradus = join(bench.workspace, 'node_modules/.bin/gradus');
  const { help, node } = await takeTurns(TIMES, {
    help: () => runCommand(gradus, ['--help']),
    node: () => runCommand(process.execPath, ['-e', '0']),
  });
  return [
    {
      what: `gradus --help, median of ${TIMES}`,
      measured: medianOf(help, ({ seconds }) => seconds),
      unit: 's',
      beside: { what: 'node -e 0', value: medianOf(node, ({ seconds }) => seconds) },
      target: { kind: 'most', atMost: 0.3 },
    },
  ];
};

export const help: Arm = { name: 'help', summary: 'gradus --help beside a bare start of Node', run };
