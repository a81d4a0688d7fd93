/** What SageMaker tells a training container: the three files of `/opt/ml/input/config`. */
import { existsSync, readFileSync } from 'node:fs';
import { optMl } from '@gradus/core';

export interface InstanceGroup {
  readonly instance_group_name: string;
  readonly instance_type: string;
  readonly hosts: readonly string[];
}

export interface ResourceConfig {
  readonly current_host?: string;
  readonly hosts?: readonly string[];
  readonly network_interface_name?: string;
  readonly current_instance_type?: string;
  readonly current_instance_group?: string;
  readonly instance_groups?: readonly InstanceGroup[];
  readonly topology?: unknown;
}

export interface TrainingConfig {
  /** Hyperparameters for the user's code, each decoded from JSON where it is JSON. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Those that steer the container: `sagemaker_*` and `_tuning_objective_metric`. */
  readonly control: Readonly<Record<string, unknown>>;
  readonly resources: ResourceConfig;
  readonly channels: Readonly<Record<string, unknown>>;
}

const readJson = (name: string): Record<string, unknown> => {
  const path = optMl('input', 'config', name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {};
};

/** The training toolkit takes a value for JSON, and for the text itself when it is none. */
const decode = (value: unknown): unknown => {
  try {
    return JSON.parse(String(value));
  } catch {
    return value;
  }
};

const isControl = (name: string): boolean => name.startsWith('sagemaker_') || name === '_tuning_objective_metric';

export const readTrainingConfig = (): TrainingConfig => {
  const all = Object.entries(readJson('hyperparameters.json')).map(([name, value]) => [name, decode(value)] as const);
  return {
    parameters: Object.fromEntries(all.filter(([name]) => !isControl(name))),
    control: Object.fromEntries(all.filter(([name]) => isControl(name))),
    resources: readJson('resourceconfig.json'),
    channels: readJson('inputdataconfig.json'),
  };
};
