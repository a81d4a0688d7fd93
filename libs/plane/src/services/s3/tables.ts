/** S3's tables. Keys are blobs of UTF-8, so that SQLite orders them as S3 does; bytes are files that rows name. */
export const S3_TABLES = [
  // Bucket names are unique across accounts and regions.
  `create table if not exists s3_bucket (
     name text primary key, account text not null, region text not null, created integer not null) without rowid`,
  'create index if not exists s3_bucket_account on s3_bucket (account, name)',
  // An object is one file, or the parts of the upload that it names.
  `create table if not exists s3_object (
     bucket text not null, key blob not null, file text, upload text, size integer not null, etag text not null,
     modified integer not null, checksum_algorithm text not null, checksum_type text not null, checksum text not null,
     storage_class text not null, headers text not null, primary key (bucket, key)) without rowid`,
  'create index if not exists s3_object_file on s3_object (file) where file is not null',
  'create index if not exists s3_object_upload on s3_object (upload) where upload is not null',
  // A row stays until the upload is completed or aborted.
  `create table if not exists s3_upload (
     id text primary key, bucket text not null, key blob not null, initiated integer not null, initiator text not null,
     checksum_algorithm text, checksum_type text, storage_class text not null, headers text not null) without rowid`,
  'create index if not exists s3_upload_bucket on s3_upload (bucket, key, initiated, id)',
  // The parts of an upload, and then of the object that it became.
  `create table if not exists s3_part (
     upload text not null, number integer not null, file text not null, size integer not null, etag text not null,
     modified integer not null, checksum_algorithm text not null, checksum text not null,
     given_algorithm text, given_checksum text, primary key (upload, number)) without rowid`,
  'create index if not exists s3_part_file on s3_part (file)',
];
