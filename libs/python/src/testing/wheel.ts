/** A wheel of one module, so that specs install packages without an index. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const WRITE = `
import sys, zipfile
file, name, version, source = sys.argv[1:]
info = "%s-%s.dist-info" % (name, version)
with zipfile.ZipFile(file, "w") as wheel:
    wheel.writestr(name + ".py", source)
    wheel.writestr(info + "/METADATA", "Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n" % (name, version))
    wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "/RECORD", "%s.py,,\\n%s/METADATA,,\\n%s/WHEEL,,\\n%s/RECORD,,\\n" % (name, info, info, info))
`;

/** Writes the wheel of package `name`, whose module has underscores for dashes, into `folder`. */
export const writeWheel = (folder: string, name: string, version: string, source: string): void => {
  const module = name.replaceAll('-', '_');
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', [
    '-c',
    WRITE,
    join(folder, `${module}-${version}-py3-none-any.whl`),
    module,
    version,
    source,
  ]);
};
