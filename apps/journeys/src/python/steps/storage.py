"""S3 as any client uses it: a bucket of the script's own, objects small and large, ranges, conditions, presigned URLs."""

import hashlib
import io
import os
import urllib.request

from botocore.config import Config

LARGE = 20 * 1024 * 1024


def own_bucket(journey):
    journey.step("A bucket of my own")
    s3, bucket = journey.client("s3"), f"boto3-{os.urandom(6).hex()}"
    s3.create_bucket(Bucket=bucket)
    journey.found["bucket"] = bucket
    s3.get_waiter("bucket_exists").wait(Bucket=bucket)
    names = [each["Name"] for each in s3.list_buckets()["Buckets"]]
    journey.expect(bucket in names, f"{bucket} is not among {names}")
    journey.expect(s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] is None, "us-east-1 has no constraint")
    journey.say(f"{bucket}, beside {', '.join(name for name in names if name != bucket)}")


def small_objects(journey):
    journey.step("Small objects: put, get, list, copy, delete")
    s3, bucket = journey.client("s3"), journey.found["bucket"]
    keys = [f"notes/{number}/a & b, ü.txt" for number in range(5)]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode(), ContentType="text/plain", Metadata={"made-by": "boto3"})
    got = s3.get_object(Bucket=bucket, Key=keys[0])
    journey.expect(got["Body"].read() == keys[0].encode(), "other bytes came back")
    journey.expect(got["Metadata"] == {"made-by": "boto3"}, f"metadata {got['Metadata']}")
    journey.say(f"{keys[0]!r}: {got['ContentType']}, ETag {got['ETag']}, CRC32 {got.get('ChecksumCRC32')}")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    journey.expect([each["Key"] for page in pages for each in page["Contents"]] == keys, "the list is another")
    folders = s3.list_objects_v2(Bucket=bucket, Prefix="notes/", Delimiter="/")["CommonPrefixes"]
    journey.expect(len(folders) == 5, f"{folders}")
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": keys[1]})
    journey.expect(s3.head_object(Bucket=bucket, Key="copy")["ContentLength"] == len(keys[1].encode()), "the copy differs")
    with journey.refused("304", "a get of what is known already"):
        s3.get_object(Bucket=bucket, Key=keys[0], IfNoneMatch=got["ETag"])
    with journey.refused("412", "a head of an object that was to be another"):
        s3.head_object(Bucket=bucket, Key=keys[0], IfMatch='"0"')
    s3.delete_object(Bucket=bucket, Key="copy")
    s3.get_waiter("object_not_exists").wait(Bucket=bucket, Key="copy")
    gone = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys]})["Deleted"]
    journey.expect(sorted(each["Key"] for each in gone) == keys, f"deleted {gone}")
    v4 = journey.client("s3", config=Config(signature_version="s3v4"))
    s3.put_object(Bucket=bucket, Key="shared", Body=b"by link")
    link = v4.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "shared"})
    with urllib.request.urlopen(link) as answer:
        journey.expect(answer.read() == b"by link", "the presigned URL gave other bytes")
    journey.say("a presigned URL serves it to whoever has the link")


def large_object(journey):
    journey.step(f"{LARGE // 2**20} MiB through the transfer manager, in parts, with boto3's default checksums")
    s3, bucket, key = journey.client("s3"), journey.found["bucket"], "large.bin"
    content = os.urandom(LARGE)
    s3.upload_fileobj(io.BytesIO(content), bucket, key)
    head = s3.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
    journey.say(f"ETag {head['ETag']}, {head.get('ChecksumType')} CRC32 {head.get('ChecksumCRC32')}")
    journey.expect(head["ETag"].strip('"').endswith("-3"), "not in three parts of 8 MiB")
    back = io.BytesIO()
    s3.download_fileobj(bucket, key, back)
    same = hashlib.sha256(back.getvalue()).digest() == hashlib.sha256(content).digest()
    journey.expect(same, "other bytes came back")
    part = s3.get_object(Bucket=bucket, Key=key, Range="bytes=1000-1999")
    journey.expect(part["Body"].read() == content[1000:2000], f"the range is another: {part['ContentRange']}")
    journey.say(f"came back whole; {part['ContentRange']} as asked")
    s3.copy({"Bucket": bucket, "Key": key}, bucket, "copied in parts")
    copied = s3.head_object(Bucket=bucket, Key="copied in parts")
    journey.expect(copied["ContentLength"] == LARGE, f"the copy has {copied['ContentLength']} bytes")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="half")["UploadId"]
    s3.upload_part(Bucket=bucket, Key="half", UploadId=upload, PartNumber=1, Body=b"half a thing")
    parts = s3.list_parts(Bucket=bucket, Key="half", UploadId=upload)["Parts"]
    journey.expect([each["Size"] for each in parts] == [12], f"parts {parts}")
    uploads = s3.list_multipart_uploads(Bucket=bucket)["Uploads"]
    journey.expect([each["Key"] for each in uploads] == ["half"], f"uploads {uploads}")
    s3.abort_multipart_upload(Bucket=bucket, Key="half", UploadId=upload)
    with journey.refused("NoSuchUpload", "the parts of an aborted upload"):
        s3.list_parts(Bucket=bucket, Key="half", UploadId=upload)


def clean_up(journey):
    journey.step("Cleaning up")
    s3, bucket = journey.client("s3"), journey.found["bucket"]
    with journey.refused("BucketNotEmpty", "deleting a bucket that holds objects"):
        s3.delete_bucket(Bucket=bucket)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, FetchOwner=True)
    keys = [{"Key": each["Key"]} for page in pages for each in page["Contents"]]
    s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
    journey.say(f"{len(keys)} objects deleted")
    s3.delete_bucket(Bucket=bucket)
    s3.get_waiter("bucket_not_exists").wait(Bucket=bucket, WaiterConfig={"Delay": 1})
