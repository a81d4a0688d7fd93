import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseShell, shellScript } from './environment-variables.ts';

describe('shellScript', () => {
  it('sets and unsets in a shell, whatever the value', () => {
    const script = shellScript({ GRADUS_TEST: `it's "$HOME" \\`, GRADUS_GONE: null }, 'sh');
    const print = 'printf "%s|%s" "$GRADUS_TEST" "${GRADUS_GONE-unset}"';
    const env = { ...process.env, GRADUS_GONE: 'here' };
    expect(execFileSync('sh', ['-c', `${script}\n${print}`], { env, encoding: 'utf8' })).toBe(`it's "$HOME" \\|unset`);
  });

  it('speaks fish and PowerShell', () => {
    const variables = { A: "it's", B: null };
    expect(shellScript(variables, 'fish')).toBe("set -gx A 'it\\'s'\nset -e B");
    expect(shellScript(variables, 'powershell')).toBe(
      "$env:A = 'it''s'\nRemove-Item Env:B -ErrorAction SilentlyContinue",
    );
  });
});

describe('parseShell', () => {
  it('takes the shell that runs', () => {
    expect(parseShell(undefined, { SHELL: '/usr/bin/fish' })).toBe('fish');
    expect(parseShell(undefined, { SHELL: '/bin/bash' })).toBe('sh');
  });

  it.each([
    ['zsh', 'sh'],
    ['pwsh', 'powershell'],
  ])('knows that %s speaks as %s', (name, dialect) => expect(parseShell(name)).toBe(dialect));

  it('suggests the near one', () =>
    expect(() => parseShell('fsh')).toThrow(expect.objectContaining({ code: 'USAGE_OPTION', got: 'fsh' })));
});
