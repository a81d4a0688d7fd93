/** The `SM_*` variables that the SageMaker training toolkit sets for the user's code; a container has none by itself. */
import { availableParallelism } from 'node:os';
import { optMl } from '@gradus/core';
import type { TrainingConfig } from './training-config.ts';

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
};

/** Text as it is, nothing as empty text, all else as compact JSON with sorted keys. */
const encode = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(sorted(value));
};

/** A value as Python's `str` writes it, which is what the toolkit passes on a command line. */
const argument = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return 'None';
  if (typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value)
      .map(([key, member]) => `${key}=${argument(member)}`)
      .join(',');
  }
  return encode(value);
};

/** The hyperparameters as arguments of a script: `--name value`, sorted. */
export const userArguments = (parameters: TrainingConfig['parameters']): string[] =>
  Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [`${name.length === 1 ? '-' : '--'}${name}`, argument(value)]);

/** Control keys that the toolkit itself reads; others are of a framework. */
const TOOLKIT_KEYS = new Set([
  'sagemaker_program',
  'sagemaker_submit_directory',
  'sagemaker_region',
  'sagemaker_job_name',
  'sagemaker_container_log_level',
  'sagemaker_enable_cloudwatch_metrics',
  'sagemaker_s3_output',
]);

/** The variables by name. Hyphens in names of hyperparameters stay: `SM_HP_LEARNING-RATE`. */
export const trainingEnvironment = (config: TrainingConfig): Record<string, string> => {
  const { parameters, control, resources, channels } = config;
  const names = Object.keys(channels).sort();
  const groups = resources.instance_groups ?? [];
  const group = groups.find(({ instance_group_name }) => instance_group_name === resources.current_instance_group);
  const program = encode(control['sagemaker_program']);
  const values: Record<string, unknown> = {
    hosts: resources.hosts ?? [],
    current_host: resources.current_host,
    network_interface_name: resources.network_interface_name,
    hps: parameters,
    user_entry_point: program,
    framework_params: Object.fromEntries(Object.entries(control).filter(([name]) => !TOOLKIT_KEYS.has(name))),
    resource_config: resources,
    input_data_config: channels,
    output_data_dir: optMl('output', 'data'),
    channels: names,
    current_instance_type: resources.current_instance_type,
    current_instance_group: resources.current_instance_group,
    current_instance_group_hosts: group?.hosts ?? [],
    instance_groups: groups.map(({ instance_group_name }) => instance_group_name),
    instance_groups_dict: Object.fromEntries(groups.map((each) => [each.instance_group_name, each])),
    distribution_instance_groups: [],
    is_hetero: groups.length > 1,
    module_name: program.replace(/\.py$/, ''),
    log_level: control['sagemaker_container_log_level'] ?? 20,
    framework_module: null,
    input_dir: optMl('input'),
    input_config_dir: optMl('input', 'config'),
    output_dir: optMl('output'),
    output_intermediate_dir: optMl('output', 'intermediate'),
    num_cpus: availableParallelism(),
    num_gpus: 0,
    num_neurons: 0,
    model_dir: optMl('model'),
    module_dir: control['sagemaker_submit_directory'],
  };
  const { hps, hosts, ...plain } = values;
  const whole = {
    ...plain,
    hosts,
    hyperparameters: hps,
    channel_input_dirs: Object.fromEntries(names.map((name) => [name, optMl('input', 'data', name)])),
    job_name: control['sagemaker_job_name'] ?? process.env['TRAINING_JOB_NAME'],
    is_master: resources.current_host === resources.hosts?.[0],
    master_hostname: resources.hosts?.[0],
  };
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) environment[`SM_${name.toUpperCase()}`] = encode(value);
  for (const name of names) environment[`SM_CHANNEL_${name.toUpperCase()}`] = optMl('input', 'data', name);
  for (const [name, value] of Object.entries(parameters)) environment[`SM_HP_${name.toUpperCase()}`] = encode(value);
  environment['SM_TRAINING_ENV'] = encode(whole);
  environment['SM_USER_ARGS'] = encode(userArguments(parameters));
  if (resources.topology !== undefined) environment['SM_TOPOLOGY'] = encode(resources.topology);
  return environment;
};
