"""What a notebook or a script in Python tells Gradus of its run; it needs nothing but Python and works in any training job.

    from gradus_job import channel, log_metric, model_dir, save_dataset, save_signature

    file = channel("train", "data.csv")                 # a file of a data channel; None where there is none
    log_metric("rmse", 2.1)                             # printed for the job's metrics, and kept in evaluation.json
    save_signature(input={...}, output={...})           # JSON Schemas of one request and one answer
    save_dataset("abalone", rows=4177, path=file, source="UCI Abalone")
"""
import hashlib
import json
import math
import os
import pathlib

__all__ = ["channel", "log_metric", "log_metrics", "model_dir", "output_dir", "save_dataset", "save_evaluation", "save_signature", "sha256_of"]


def _folder(variable, default):
    path = pathlib.Path(os.environ.get(variable) or default)
    path.mkdir(parents=True, exist_ok=True)
    return path


def model_dir():
    """The folder of what becomes model.tar.gz: SM_MODEL_DIR, or output/model outside a job."""
    return _folder("SM_MODEL_DIR", "output/model")


def output_dir():
    """The folder of what becomes output.tar.gz: SM_OUTPUT_DATA_DIR, or output outside a job."""
    return _folder("SM_OUTPUT_DATA_DIR", "output")


def channel(name, file=None):
    """The folder of a data channel, or one file in it; None when the run was given no such channel.

    Raises FileNotFoundError, with what is there, when the channel lacks the file.
    """
    folder = os.environ.get("SM_CHANNEL_" + name.upper())
    if not folder:
        return None
    path = pathlib.Path(folder)
    if file is None:
        return path
    if not (path / file).is_file():
        there = ", ".join(sorted(entry.name for entry in path.iterdir())) or "nothing"
        raise FileNotFoundError("channel %s has no file %s; there is: %s" % (name, file, there))
    return path / file


def log_metrics(metrics):
    """Logs several metrics by name; each must be a finite number."""
    for name, value in metrics.items():
        number = float(value)
        if not math.isfinite(number):
            raise ValueError("metric %s is %s; it must be a finite number" % (name, value))
        print("%s=%s;" % (name, repr(number)), flush=True)
    evaluation = _read("evaluation.json")
    evaluation.setdefault("metrics", {}).update({name: float(value) for name, value in metrics.items()})
    _write("evaluation.json", evaluation)


def log_metric(name, value):
    """Logs one metric: printed as `name=value;`, which the job's metric definitions read, and kept in evaluation.json."""
    log_metrics({name: value})


def save_evaluation(**details):
    """Keeps more than numbers beside the metrics of evaluation.json, such as a confusion matrix."""
    _write("evaluation.json", {**_read("evaluation.json"), **details, "metrics": _read("evaluation.json").get("metrics", {})})


def save_signature(input, output):
    """Keeps the JSON Schemas (2020-12) of one request and one answer: requests are held against the first."""
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    _write("signature.json", {"input": {**draft, **input}, "output": {**draft, **output}})


def save_dataset(name, rows, source, path=None, sha256=None):
    """Keeps what the model was trained on: its hash is given, or taken of the file or folder at `path`."""
    if sha256 is None and path is None:
        raise ValueError("save_dataset needs the path of the data, or its sha256")
    _write("dataset.json", {"name": name, "rows": int(rows), "sha256": sha256 or sha256_of(path), "source": source})


def sha256_of(path):
    """The hash of a file, or of the files of a folder by their names, in hex."""
    path = pathlib.Path(path)
    found = hashlib.sha256()
    for file in [path] if path.is_file() else sorted(entry for entry in path.rglob("*") if entry.is_file()):
        if file != path:
            found.update(file.relative_to(path).as_posix().encode("utf-8") + b"\0")
        with open(file, "rb") as content:
            for block in iter(lambda: content.read(1 << 20), b""):
                found.update(block)
    return found.hexdigest()


def _read(name):
    file = model_dir() / name
    # What an earlier run of this process's folder left is not this run's.
    return json.loads(file.read_text("utf-8")) if name in _written and file.exists() else {}


def _write(name, value):
    _written.add(name)
    # Columns of CSV go by the order of the properties: keys stay as they were given.
    text = json.dumps(value, indent=2, allow_nan=False)
    part = model_dir() / (name + ".part")
    part.write_text(text + "\n", "utf-8")
    os.replace(part, model_dir() / name)


_written = set()
