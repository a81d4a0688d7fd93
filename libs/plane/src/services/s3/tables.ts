/** S3's tables. Keys are blobs of UTF-8, so that SQLite orders them as S3 does; bytes are files that rows name. */
export const S3_TABLES = [
  // Bucket names are unique across accounts and regions.
  `create table if not exists s3_bucket (
     name text primary key, account text not null, region text not null, created integer not null) without rowid`,
  'create index if not exists s3_bucket_account on s3_bucket (account, name)',
  // Only of buckets that have any. `versioning` is null until it was enabled once; the others are documents.
  `create table if not exists s3_bucket_settings (
     bucket text primary key, versioning text, events integer, tags text, lifecycle text) without rowid`,
  // The order of changes: of versions of a key, and of the events that tell of them.
  'create table if not exists s3_sequence (id integer primary key, value integer not null)',
  // Current versions. An object is one file, or the parts of the upload that it names.
  `create table if not exists s3_object (
     bucket text not null, key blob not null, file text, upload text, size integer not null, etag text not null,
     modified integer not null, checksum_algorithm text not null, checksum_type text not null, checksum text not null,
     storage_class text not null, headers text not null, tags text, version text not null, seq integer not null,
     primary key (bucket, key)) without rowid`,
  'create index if not exists s3_object_file on s3_object (file) where file is not null',
  'create index if not exists s3_object_upload on s3_object (upload) where upload is not null',
  // All other versions, and delete markers: a key without a row in s3_object has a marker as its latest, or nothing at all.
  `create table if not exists s3_version (
     bucket text not null, key blob not null, seq integer not null, version text not null, marker integer not null,
     noncurrent integer, file text, upload text, size integer not null, etag text not null, modified integer not null,
     checksum_algorithm text not null, checksum_type text not null, checksum text not null, storage_class text not null,
     headers text not null, tags text, primary key (bucket, key, seq)) without rowid`,
  'create unique index if not exists s3_version_id on s3_version (bucket, key, version)',
  'create index if not exists s3_version_file on s3_version (file) where file is not null',
  'create index if not exists s3_version_upload on s3_version (upload) where upload is not null',
  // A row stays until the upload is completed or aborted.
  `create table if not exists s3_upload (
     id text primary key, bucket text not null, key blob not null, initiated integer not null, initiator text not null,
     checksum_algorithm text, checksum_type text, storage_class text not null, headers text not null, tags text)
     without rowid`,
  'create index if not exists s3_upload_bucket on s3_upload (bucket, key, initiated, id)',
  // The parts of an upload, and then of the object that it became.
  `create table if not exists s3_part (
     upload text not null, number integer not null, file text not null, size integer not null, etag text not null,
     modified integer not null, checksum_algorithm text not null, checksum text not null,
     given_algorithm text, given_checksum text, primary key (upload, number)) without rowid`,
  'create index if not exists s3_part_file on s3_part (file)',
];
