/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  PYTHON_NOT_FOUND: 'There is no Python on this machine, or one that is too old.',
  PYTHON_BROKEN: 'There is a Python that cannot make virtual environments.',
  REQUIREMENTS_INVALID: 'A line of `requirements.txt` is not the name of a package with its versions.',
  REQUIREMENTS_FAILED: 'The packages of `requirements.txt` cannot be installed: pip says why.',
  PACKAGE_INDEX_UNREACHABLE: 'The index that packages come from cannot be reached.',
  ENVIRONMENTS_UNREACHABLE: 'The plane, which makes the Python environments of its containers, does not answer.',
  CODE_INVALID: 'The code of a job or an endpoint cannot be fetched or unpacked, or lacks its program.',
});
