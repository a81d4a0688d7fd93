/** A workspace of a user: a folder of its own with a model, a git repository and the installed packages; and its end. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DeleteEndpointCommand, ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { sdkClients, waitFor, type SdkClients } from '@gradus/plane/testing';
import { films } from './films.ts';
import { gradusCommand, REPOSITORY, runProgram, type GradusCommand } from './gradus-command.ts';

export interface ScratchWorkspace {
  readonly folder: string;
  readonly gradus: GradusCommand;
  /** Writes a file, by its path in the workspace. */
  write(path: string, content: string | Uint8Array): void;
  /** AWS SDK clients that know what `gradus env` prints; they try once. */
  clients(): Promise<SdkClients>;
  /** Ends the plane and what it runs, makes sure that no process of the workspace is left, and removes the folder. */
  end(): Promise<void>;
}

const author = ['-c', 'user.name=A User', '-c', 'user.email=user@example.com', '-c', 'commit.gpgsign=false'];
const MADE = /\/(?:dist|output|node_modules|__pycache__)$/;

/** @param model `movies` or `abalone`, the sample models; or `films`, the smallest one there can be */
export const scratchWorkspace = async (model: 'movies' | 'abalone' | 'films'): Promise<ScratchWorkspace> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradus-journey-')));
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const name of ['gradus.config.ts', 'package-lock.json', '.gitignore'])
    cpSync(join(REPOSITORY, name), join(folder, name));
  // The installed packages are a link here, which `node_modules/` does not match.
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n', { flag: 'a' });
  write('package.json', JSON.stringify({ name: 'scratch', private: true, type: 'module', workspaces: ['apps/*'] }));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  if (model === 'films') for (const [path, content] of Object.entries(films)) write(`apps/films/${path}`, content);
  else {
    const filter = (path: string): boolean => !MADE.test(path);
    cpSync(join(REPOSITORY, 'apps', model), join(folder, 'apps', model), { recursive: true, filter });
  }
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    [...author, 'commit', '-q', '-m', 'A model'],
  ]) {
    const ended = await runProgram('git', args, folder);
    if (ended.code !== 0) throw new Error(`git ${args.join(' ')}: ${ended.stderr}`);
  }
  const gradus = gradusCommand(folder);
  const clients = async (): Promise<SdkClients> => {
    const variables = await gradus.json<Record<string, string>>('env');
    return sdkClients({
      endpoint: variables['AWS_ENDPOINT_URL']!,
      region: variables['AWS_REGION']!,
      credentials: {
        accessKeyId: variables['AWS_ACCESS_KEY_ID']!,
        secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']!,
      },
    });
  };
  const end = async (): Promise<void> => {
    try {
      if (existsSync(join(folder, '.gradus/plane.db'))) await deleteEndpoints(await clients());
      await gradus('down');
      await waitFor(() => processesOf(folder).length === 0, { timeout: 20_000 });
    } catch (cause) {
      const left = processesOf(folder);
      for (const { pid } of left) process.kill(pid, 'SIGKILL');
      throw new Error(`processes were left:\n${left.map(({ command }) => command).join('\n')}`, { cause });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return { folder, gradus, write, clients, end };
};

const deleteEndpoints = async ({ sagemaker }: SdkClients): Promise<void> => {
  const list = async () => (await sagemaker.send(new ListEndpointsCommand({}))).Endpoints ?? [];
  for (const { EndpointName } of await list()) await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  await waitFor(async () => (await list()).length === 0, { timeout: 30_000 });
};

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** The processes that name `folder` in their command, environment or current folder. */
const processesOf = (folder: string): Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const [command, environment] = ['cmdline', 'environ'].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8'),
        );
        const named = [command!, environment!, readlinkSync(`/proc/${pid}/cwd`)].some((text) => text.includes(folder));
        return named ? [{ pid: Number(pid), command: command!.replaceAll('\0', ' ') }] : [];
      } catch {
        return []; // it has ended meanwhile
      }
    });
