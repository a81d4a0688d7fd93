import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseRequirements, requirementsNear, withGiven } from './requirements.ts';

describe('parseRequirements', () => {
  it('reads names, versions, extras, markers and hashes, without comments', () =>
    expect(
      parseRequirements(
        'scikit-learn==1.7.2  # the model\n\n# all\npandas >= 2, <3\nuvicorn[standard]~=0.30; python_version >= "3.9"\nsix==1.17.0 \\\n  --hash=sha256:ab01\nnumpy\r\n',
      ),
    ).toEqual([
      'numpy',
      'pandas >= 2, <3',
      'scikit-learn==1.7.2',
      'six==1.17.0 --hash=sha256:ab01',
      'uvicorn[standard]~=0.30; python_version >= "3.9"',
    ]));

  it.each([
    ['-e .', 'Leave options out.'],
    ['--index-url https://example.com', 'PIP_INDEX_URL'],
    ['-r other.txt', 'Write the lines of the other file here.'],
    ['evil @ https://example.com/evil.tar.gz', 'Only packages of an index'],
    ['git+https://example.com/evil', 'Only packages of an index'],
    ['./evil', 'Only packages of an index'],
    ['numpy --config-settings=a', 'Write each package'],
  ])('refuses %s, which could run code or lead elsewhere', (line, remedy) => {
    expect(() => parseRequirements(`numpy\n${line}`)).toThrow(
      expect.objectContaining({
        code: 'REQUIREMENTS_INVALID',
        got: line,
        remedy: expect.stringContaining(remedy),
        mistakes: [expect.objectContaining({ path: 'requirements.txt: line 2' })],
      }),
    );
  });
});

describe('withGiven', () => {
  it("lets the program's own version of a package stand before the image's", () =>
    expect(withGiven(['Scikit_Learn==1.7.2'], ['scikit-learn==1.2.*', 'joblib'])).toEqual([
      'Scikit_Learn==1.7.2',
      'joblib',
    ]));
});

describe('requirementsNear', () => {
  const root = mkdtempSync(join(tmpdir(), 'gradus-requirements-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('takes the nearest file, up to the root and no higher', () => {
    mkdirSync(join(root, 'model/notebooks'), { recursive: true });
    writeFileSync(join(root, 'requirements.txt'), 'above');
    expect(requirementsNear(join(root, 'model/notebooks/n.ipynb'), join(root, 'model'))).toBeUndefined();
    writeFileSync(join(root, 'model/requirements.txt'), 'numpy');
    expect(requirementsNear(join(root, 'model/notebooks/n.ipynb'), join(root, 'model'))).toEqual(['numpy']);
    writeFileSync(join(root, 'model/notebooks/requirements.txt'), 'pandas');
    expect(requirementsNear(join(root, 'model/notebooks/n.ipynb'), join(root, 'model'))).toEqual(['pandas']);
  });
});
