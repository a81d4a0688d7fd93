/** Lambda's times: `2026-03-12T19:03:58.123+0000`. */

export const lambdaTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '+0000');
