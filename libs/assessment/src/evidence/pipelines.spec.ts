import { describe, expect, it } from 'vitest';
import { readDefinition } from './pipelines.ts';

const step = (Name: string, Type: string, Arguments = {}) => ({ Name, Type, Arguments });

describe('readDefinition', () => {
  it('reads the steps, those of branches too, and the group', () => {
    const register = step('register', 'RegisterModel', { ModelPackageGroupName: 'films' });
    const Steps = [
      step('train', 'Training'),
      step('gate', 'Condition', { IfSteps: [register], ElseSteps: [step('stop', 'Fail')] }),
    ];
    expect(readDefinition(JSON.stringify({ Version: '2020-12-01', Steps }))).toEqual({
      steps: [
        { name: 'train', type: 'Training' },
        { name: 'gate', type: 'Condition' },
        { name: 'register', type: 'RegisterModel' },
        { name: 'stop', type: 'Fail' },
      ],
      group: 'films',
    });
  });

  it('knows no group where a parameter names it, and no steps where there are none', () => {
    const Steps = [step('r', 'RegisterModel', { ModelPackageGroupName: { Get: 'Parameters.Group' } })];
    expect(readDefinition(JSON.stringify({ Steps }))).toEqual({ steps: [{ name: 'r', type: 'RegisterModel' }] });
    expect(readDefinition('{}')).toEqual({ steps: [] });
  });
});
