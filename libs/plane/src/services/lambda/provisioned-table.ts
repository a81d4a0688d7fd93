/** The table of what is kept ahead, per version or alias. */

export const PROVISIONED_SCHEMA = [
  `create table if not exists lambda_provisioned (
     id integer primary key, function integer not null, account text not null, region text not null, name text not null,
     qualifier text not null, requested integer not null, status text not null, reason text, modified integer not null,
     unique (function, qualifier))`,
];
