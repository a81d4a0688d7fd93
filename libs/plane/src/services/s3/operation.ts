/** The types of S3's handlers. */
import type { S3Operations } from '../../models/s3-operations.ts';
import type { Handlers } from '../../service.ts';

export type S3Handler<Name extends keyof S3Operations> = Handlers<S3Operations>[Name];

export type S3Input<Name extends keyof S3Operations> = S3Operations[Name]['input'];
