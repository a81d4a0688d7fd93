/** The production variants of an endpoint configuration: checked, with AWS's defaults. */
import type { ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { CallContext } from '../../../service.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { requireModel } from '../models/model-table.ts';
import { supportOnly, unsupported } from '../unsupported.ts';

const OPERATION = 'CreateEndpointConfig';

/** The instance type and the volume's size describe hardware: they are recorded, the machine is what it is. */
const MEMBERS = [
  'VariantName',
  'ModelName',
  'InitialInstanceCount',
  'InstanceType',
  'InitialVariantWeight',
  'VolumeSizeInGB',
  'ModelDataDownloadTimeoutInSeconds',
  'ContainerStartupHealthCheckTimeoutInSeconds',
] as const satisfies readonly (keyof ProductionVariant)[];

const DEFAULT_WEIGHT = 1;

/** @throws AwsError ValidationException */
export const resolveVariants = (variants: readonly ProductionVariant[], context: CallContext): ProductionVariant[] => {
  const names = variants.map(({ VariantName }) => VariantName);
  if (new Set(names).size < names.length) throw validationException('Production variant names must be unique.');
  return variants.map((variant, index) => {
    supportOnly(OPERATION, variant, MEMBERS, `ProductionVariants.${index + 1}.member.`);
    if (variant.ModelName === undefined) {
      throw unsupported(OPERATION, `ProductionVariants.${index + 1}.member: a variant without ModelName`);
    }
    requireModel(context, variant.ModelName);
    const missing = (['InstanceType', 'InitialInstanceCount'] as const).find((name) => variant[name] === undefined);
    if (missing) throw validationException(`${missing} must be specified for variant ${variant.VariantName}.`);
    return { ...variant, InitialVariantWeight: variant.InitialVariantWeight ?? DEFAULT_WEIGHT };
  });
};
