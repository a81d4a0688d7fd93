/** Where models may be published and served. */
import { defineConfig } from '@gradus/aws';

export default defineConfig({
  environments: {
    // The embedded plane on this machine.
    local: { plane: true, account: '000000000000', region: 'us-east-1' },
    // An AWS account; only commands with --env aws-dev reach it.
    // 'aws-dev': {
    //   profile: 'my-profile',
    //   account: '123456789012',
    //   region: 'eu-west-1',
    //   role: 'arn:aws:iam::123456789012:role/SageMakerExecution',
    //   bucket: 'gradus-123456789012-eu-west-1',
    //   images: {
    //     notebook: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/gradus/notebook:0.1.0',
    //     serving: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/gradus/serving:0.1.0',
    //   },
    // },
  },
});
