"""One worker of the inference container: loads inference.py and answers requests that come over a pipe, one at a time.

Frames, both ways: four bytes, the length of a JSON header; the header; as many bytes of body as it says. File descriptor 3 is
read, 4 is written, so that whatever the model prints goes to the log.
"""
import importlib.util
import io
import json
import os
import struct
import sys
import traceback

JSON, CSV, NPY = "application/json", "text/csv", "application/x-npy"
LINES = "application/jsonlines"


class UnsupportedFormat(Exception):
    status_code = 415


class BadRequest(Exception):
    status_code = 400


def numpy_or_none():
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def media_type(content_type):
    return (content_type or JSON).split(";")[0].strip().lower()


def default_input_fn(body, content_type):
    """An array where the body is one and numpy is there, else plain values; a JSON object stays one."""
    numpy = numpy_or_none()
    kind = media_type(content_type)
    if kind == NPY and numpy:
        return numpy.load(io.BytesIO(body), allow_pickle=False)
    if kind == JSON:
        value = json.loads(body)
    elif kind == LINES:
        value = [json.loads(line) for line in body.decode("utf-8").splitlines() if line.strip()]
    elif kind == CSV:
        import csv

        rows = [row for row in csv.reader(io.StringIO(body.decode("utf-8"))) if row]
        value = [[number(cell) for cell in row] for row in rows]
    else:
        raise UnsupportedFormat("Content-Type %s is not supported; send %s" % (content_type, ", ".join((JSON, CSV, LINES, NPY))))
    return numpy.array(value) if numpy and isinstance(value, list) and not any(isinstance(item, dict) for item in value) else value


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def default_predict_fn(data, model):
    return model.predict(data) if hasattr(model, "predict") else model(data)


def plain(value):
    """What json cannot write: arrays and scalars of numpy, columns of pandas."""
    for name in ("tolist", "to_dict", "item"):
        if hasattr(value, name):
            return getattr(value, name)()
    raise TypeError("a prediction is a %s, which JSON has no form for; write output_fn" % type(value).__name__)


def default_output_fn(prediction, accept):
    kind = media_type(accept)
    if kind == JSON:
        return json.dumps(prediction, default=plain), JSON
    numpy = numpy_or_none()
    if kind == NPY and numpy:
        buffer = io.BytesIO()
        numpy.save(buffer, numpy.asarray(prediction), allow_pickle=False)
        return buffer.getvalue(), NPY
    if kind in (CSV, LINES):
        rows = prediction.tolist() if hasattr(prediction, "tolist") else prediction
        rows = rows if isinstance(rows, (list, tuple)) else [rows]
        if kind == LINES:
            return "".join(json.dumps(row, default=plain) + "\n" for row in rows), LINES
        import csv

        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(row if isinstance(row, (list, tuple)) else [row] for row in rows)
        return text.getvalue(), CSV
    raise UnsupportedFormat("Accept %s is not supported; accept %s" % (accept, ", ".join((JSON, CSV, LINES, NPY))))


class Handler:
    def __init__(self, path, model_dir):
        folder, file = os.path.split(os.path.abspath(path))
        sys.path.insert(0, folder)
        spec = importlib.util.spec_from_file_location(os.path.splitext(file)[0], path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        if not hasattr(module, "model_fn"):
            raise AttributeError("%s must define model_fn(model_dir); it defines %s" % (
                file, ", ".join(name for name in ("input_fn", "predict_fn", "output_fn") if hasattr(module, name)) or "none of the four functions"))
        self.input_fn = getattr(module, "input_fn", default_input_fn)
        self.predict_fn = getattr(module, "predict_fn", default_predict_fn)
        self.output_fn = getattr(module, "output_fn", default_output_fn)
        self.transform_fn = getattr(module, "transform_fn", None)
        self.model = module.model_fn(model_dir)

    def answer(self, body, content_type, accept):
        if self.transform_fn:
            answer = self.transform_fn(self.model, body, content_type, accept)
        else:
            answer = self.output_fn(self.predict_fn(self.read(body, content_type), self.model), accept)
        made, kind = answer if isinstance(answer, tuple) else (answer, accept)
        if isinstance(made, str):
            made = made.encode("utf-8")
        if not isinstance(made, (bytes, bytearray, memoryview)):
            raise TypeError("output_fn returned a %s; it must return text or bytes, with or without a content type" % type(made).__name__)
        if not isinstance(kind, str) or not kind.isascii() or not kind.isprintable():
            raise TypeError("output_fn returned %r as the content type; it must be a text such as %s" % (kind, JSON))
        return bytes(made), kind

    def read(self, body, content_type):
        # Text comes as text, as the inference toolkit gives it to input_fn of the framework images.
        given = body
        if self.input_fn is not default_input_fn and (media_type(content_type).startswith("text/") or media_type(content_type) in (JSON, LINES)):
            try:
                given = body.decode("utf-8")
            except UnicodeDecodeError as error:
                raise BadRequest("the body is not UTF-8: %s" % error) from error
        try:
            return self.input_fn(given, content_type)
        except ValueError as error:
            if hasattr(error, "status_code"):
                raise
            raise BadRequest("the body cannot be read as %s: %s" % (content_type, error)) from error


def send(pipe, header, body=b""):
    text = json.dumps({**header, "bytes": len(body)}).encode("utf-8")
    pipe.write(struct.pack(">I", len(text)) + text + body)
    pipe.flush()


def receive(pipe):
    prefix = pipe.read(4)
    if len(prefix) < 4:
        return None
    header = json.loads(pipe.read(struct.unpack(">I", prefix)[0]))
    return header, pipe.read(header["bytes"])


def main():
    path, model_dir = sys.argv[1:]
    for descriptor in (3, 4):
        os.set_inheritable(descriptor, False)
    requests, answers = os.fdopen(3, "rb"), os.fdopen(4, "wb")
    try:
        handler = Handler(path, model_dir)
    except BaseException as error:
        traceback.print_exc()
        send(answers, {"failed": "%s: %s" % (type(error).__name__, error)})
        sys.exit(1)
    send(answers, {"ready": True})
    while True:
        asked = receive(requests)
        if asked is None:
            return
        header, body = asked
        try:
            answer, kind = handler.answer(body, header["contentType"], header["accept"])
            send(answers, {"status": 200, "contentType": kind}, answer)
        except Exception as error:
            status = getattr(error, "status_code", 500)
            status = status if isinstance(status, int) and 400 <= status <= 599 else 500
            if status >= 500:
                traceback.print_exc()
                sys.stderr.flush()
            send(answers, {"status": status, "error": str(error) or type(error).__name__})


if __name__ == "__main__":
    main()
