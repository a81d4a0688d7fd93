/** The reason of a change: it stays with what was changed. */
import { errors } from './errors.ts';

/** What `ApprovalDescription` and `StageDescription` take, less what is blank. */
const REASON = /^(?=.*\S).{1,1024}$/u;

/**
 * @param what `an approval`, for the message
 * @throws GradusError REASON_INVALID
 */
export const checkReason = (what: string, why: string): void => {
  if (REASON.test(why)) return;
  throw errors.make('REASON_INVALID', `${what} needs a reason`, {
    got: why,
    allowed: ['one line of 1 to 1024 characters'],
    remedy: 'Say it with --why "…": whoever reads the registry later learns it there.',
  });
};
