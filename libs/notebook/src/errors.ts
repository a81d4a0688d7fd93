/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  NOTEBOOK_NOT_FOUND: 'There is no notebook at that path.',
  NOTEBOOK_INVALID: 'A file is not a notebook of nbformat 4: not JSON, another JSON, or with broken cells.',
  NOTEBOOK_FORMAT_UNSUPPORTED: 'A notebook is of another nbformat than 4.',
  KERNEL_UNKNOWN: 'The notebook names a kernel that is not installed.',
  KERNEL_UNAVAILABLE: 'A kernel is known but its program is not there, or its specification is broken.',
  KERNEL_START_FAILED: 'A kernel ended, or said nothing, before it was ready.',
  KERNEL_DIED: 'A kernel ended while a notebook ran.',
  KERNEL_PROTOCOL: 'A kernel sent what the Jupyter protocol does not allow, such as a wrong signature.',
  KERNEL_OUTPUT_LOST: 'A kernel finished a cell but not its output.',
  CELL_FAILED: 'A cell raised an error.',
  CELL_TIMEOUT: 'A cell ran longer than it may.',
  NOTEBOOK_ABORTED: 'A run was stopped from outside.',
  PARAMETER_UNKNOWN: 'A parameter is not declared in the cell tagged `parameters`.',
  PARAMETER_INVALID: 'A parameter has a value that a notebook cannot be given, or a name that is none.',
  PARAMETERS_CELL_INVALID: 'The cell tagged `parameters` cannot be read.',
  PROGRAM_NOT_FOUND: 'The code of a training job lacks its program: a notebook, a script or a module.',
  PROGRAM_FAILED: 'The program of a training job ended otherwise than with exit code 0.',
  HYPERPARAMETER_MISSING: 'A training job of the notebook image lacks a hyperparameter that it needs.',
});
