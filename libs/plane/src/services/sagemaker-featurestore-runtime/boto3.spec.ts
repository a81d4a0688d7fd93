/** boto3 against feature groups and their records, where the machine has it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createFeatureGroup } from '../../testing/feature-group-fixtures.ts';
import { withPlane } from '../../testing/index.ts';

const PYTHON = new URL('../../../../../.venv/bin/python', import.meta.url).pathname;

const PROGRAM = `
import boto3, json
client = boto3.client('sagemaker-featurestore-runtime')
record = lambda user, time, count: [{'FeatureName': 'user_id', 'ValueAsString': user},
    {'FeatureName': 'event_time', 'ValueAsString': time}, {'FeatureName': 'watch_count', 'ValueAsString': count}]
client.put_record(FeatureGroupName='users', Record=record('1', '10', '5'))
written = client.batch_write_record(Entries=[{'FeatureGroupName': 'users', 'Record': record(user, '10', '6')} for user in ['2', '3']])
client.delete_record(FeatureGroupName='users', RecordIdentifierValueAsString='3', EventTime='11')
one = client.get_record(FeatureGroupName='users', RecordIdentifierValueAsString='1', FeatureNames=['watch_count', 'user_id'])
many = client.batch_get_record(Identifiers=[{'FeatureGroupName': 'users', 'RecordIdentifiersValueAsString': ['1', '2', '3']}])
try:
    client.put_record(FeatureGroupName='users', Record=record('1', 'now', '5'))
    refused = None
except client.exceptions.ValidationError as error:
    refused = error.response['Error']['Code']
status = boto3.client('sagemaker').describe_feature_group(FeatureGroupName='users')['FeatureGroupStatus']
print(json.dumps({'errors': written['Errors'], 'one': one['Record'], 'refused': refused, 'status': status,
                  'many': [record['RecordIdentifierValueAsString'] for record in many['Records']],
                  'listed': client.list_records(FeatureGroupName='users')['RecordIdentifiers']}))
`;

describe.skipIf(!existsSync(PYTHON))('boto3', () => {
  const plane = withPlane();

  it('writes, reads and deletes records', async () => {
    await createFeatureGroup(plane.clients(), 'users');
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
      ...{ errors: [], refused: 'ValidationError', status: 'Created', many: ['1', '2'], listed: ['1', '2'] },
      one: [
        { FeatureName: 'watch_count', ValueAsString: '5' },
        { FeatureName: 'user_id', ValueAsString: '1' },
      ],
    });
  });
});
