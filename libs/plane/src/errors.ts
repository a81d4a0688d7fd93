/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  CREDENTIALS_INVALID: "A profile of the plane's credentials file has no usable key of its account.",
  PLANE_FOLDER_OUTDATED: 'The folder was made by a version of the plane that kept its state otherwise.',
  PLANE_RUNNING: 'Another plane runs on the same folder.',
  PLANE_PORT_TAKEN: 'No free port was found for the plane.',
});
