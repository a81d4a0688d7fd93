/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  DATA_CHANNEL_INVALID: 'A data channel is not written as `<channel>=<folder>` or `<channel>=s3://…`, or given twice.',
  DATA_CHANNEL_UNKNOWN: 'A data channel is not declared by the model.',
  DATA_NOT_FOUND: 'The folder of a data channel is not there.',
  DATA_EMPTY: 'The folder of a data channel holds no file, or only empty ones.',
  PARAMETER_UNKNOWN: 'A parameter is not declared by the model.',
  PREDICT_BROKEN: 'The predict module of a model does not compile, or lacks an export.',
  SCRIPT_BROKEN: 'The program of a training job does not compile.',
  PARAMETER_INVALID: 'A parameter is not written as `<name>=<value>`, or its value is of another kind than declared.',
  JOB_FAILED: 'A training job ended otherwise than completed.',
  JOB_NOT_FOUND: 'There is no such training job to go on from.',
  JOB_FOREIGN: 'The training job to go on from was not made by a publish of the model.',
  ARTIFACT_INCOMPLETE: 'The notebook left an artifact that lacks a file which the registry asks for.',
  ARTIFACT_INVALID: 'A file that the notebook left for the registry is not what the registry asks for.',
});
