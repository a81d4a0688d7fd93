/** boto3 against SageMaker Metrics, where the machine has it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { CreateTrialComponentCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';

const PYTHON = new URL('../../../../../.venv/bin/python', import.meta.url).pathname;

const PROGRAM = `
import boto3, datetime, json
client = boto3.client('sagemaker-metrics')
now = datetime.datetime.now(datetime.timezone.utc)
data = [{'MetricName': 'loss', 'Timestamp': now, 'Step': step, 'Value': 1 / (step + 1)} for step in range(10)]
put = client.batch_put_metrics(TrialComponentName='from-boto3', MetricData=data)
component = boto3.client('sagemaker').describe_trial_component(TrialComponentName='from-boto3')
query = {'MetricName': 'loss', 'ResourceArn': component['TrialComponentArn'], 'MetricStat': 'Last',
         'Period': 'IterationNumber', 'XAxisType': 'IterationNumber'}
series = client.batch_get_metrics(MetricQueries=[query])['MetricQueryResults'][0]
print(json.dumps({'errors': put.get('Errors'), 'count': component['Metrics'][0]['Count'], 'x': series['XAxisValues'],
                  'last': series['MetricValues'][-1]}))
`;

describe.skipIf(!existsSync(PYTHON))('boto3', () => {
  const plane = withPlane();

  it('puts and gets metrics', async () => {
    await plane.clients().sagemaker.send(new CreateTrialComponentCommand({ TrialComponentName: 'from-boto3' }));
    const { accessKeyId, secretAccessKey } = plane.accounts[0]!;
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', PROGRAM], {
      env: {
        AWS_ENDPOINT_URL: plane.url,
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
    });
    expect(JSON.parse(stdout)).toEqual({
      ...{ errors: null, count: 10, last: 0.1 },
      x: Array.from({ length: 10 }, (_, step) => step),
    });
  });
});
