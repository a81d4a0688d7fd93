"""Serves the model: abalones as JSON or CSV, their rings and age as the answer. Runs in AWS's scikit-learn image too."""
import csv
import io
import json
import os

import joblib

from abalone_data import NUMBERS, SEXES
from features import features_of

# A ring a year, and the first year and a half leave none.
AGE_BEFORE_RINGS = 1.5


def model_fn(model_dir):
    return joblib.load(os.path.join(model_dir, "model.joblib"))


def input_fn(body, content_type):
    """A list of abalones, and whether the request was a list."""
    kind = content_type.split(";")[0].strip()
    text = body.decode("utf-8") if isinstance(body, bytes) else body
    if kind == "text/csv":
        names = ("sex", *NUMBERS)
        cells = [row for row in csv.reader(io.StringIO(text)) if row and row[0] != "sex"]
        return [checked(dict(zip(names, row))) for row in cells], True
    if kind != "application/json":
        raise ValueError("send application/json or text/csv, not %s" % content_type)
    value = json.loads(text)
    several = isinstance(value, list)
    return [checked(row) for row in (value if several else [value])], several


def checked(row):
    missing = [name for name in ("sex", *NUMBERS) if name not in row]
    if missing:
        raise ValueError("an abalone lacks %s" % ", ".join(missing))
    if row["sex"] not in SEXES:
        raise ValueError("sex is %r; expected one of %s" % (row["sex"], ", ".join(SEXES)))
    return row


def predict_fn(data, model):
    rows, several = data
    rings = model.predict(features_of(rows)) if rows else []
    answers = [{"rings": round(float(ring), 2), "age": round(float(ring) + AGE_BEFORE_RINGS, 2)} for ring in rings]
    return answers if several else answers[0]


def output_fn(prediction, accept):
    return json.dumps(prediction), "application/json"
