import {
  CreateTrialComponentCommand,
  DeleteTrialComponentCommand,
  GetSearchSuggestionsCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('GetSearchSuggestions', () => {
  const plane = withPlane();
  const suggest = async (PropertyNameHint: string) => {
    const answer = await plane.clients().sagemaker.send(
      new GetSearchSuggestionsCommand({
        Resource: 'ExperimentTrialComponent',
        SuggestionQuery: { PropertyNameQuery: { PropertyNameHint } },
      }),
    );
    return answer.PropertyNameSuggestions!.map(({ PropertyName }) => PropertyName);
  };

  plane.executes('sagemaker:GetSearchSuggestions', { seenBy: 'sagemaker:CreateTrialComponent' }, async () => {
    const { sagemaker } = plane.clients();
    await sagemaker.send(
      new CreateTrialComponentCommand({
        TrialComponentName: 'one',
        Parameters: { rate: { NumberValue: 1 }, rounds: { NumberValue: 2 } },
        Tags: [{ Key: 'team', Value: 'blue' }],
      }),
    );
    expect(await suggest('Parameters.r')).toEqual(['Parameters.rate', 'Parameters.rounds']);
    expect(await suggest('tags.')).toEqual(['Tags.team']);
    expect(await suggest('')).toContain('TrialComponentName');
    await sagemaker.send(new DeleteTrialComponentCommand({ TrialComponentName: 'one' }));
    expect(await suggest('')).toEqual([]);
  });

  it('refuses a resource that the plane does not have', async () => {
    const input = { Resource: 'Project' } as const;
    await expect(plane.clients().sagemaker.send(new GetSearchSuggestionsCommand(input))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Resource: Project') as string,
    });
  });
});
