/**
 * AbortMultipartUpload: the upload and its parts are gone.
 * @source docs - API_AbortMultipartUpload
 */
import type { S3Handler } from './operation.ts';
import { refuseUnsupported } from './unsupported.ts';
import { deleteUpload, requireUpload } from './upload.ts';

export const abortMultipartUpload: S3Handler<'AbortMultipartUpload'> = (input, context) => {
  refuseUnsupported(input);
  const upload = requireUpload(context, input);
  context.plane.store.transaction(() => deleteUpload(context, upload.id));
  return {};
};
