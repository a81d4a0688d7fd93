"""Lets botocore judge every exchange that a run of the tests recorded: `validate_answers.py <folder>`.

Every answer is held against the model as it travelled, parsed by botocore's parser, and what that made of it judged by botocore's
validator. Every request that was answered with success is judged by the same validator: what AWS's clients would not send, a plane must
not accept. Prints the counts per operation, and the error codes that the model does not know of; ends with 1 when there is a fault.
"""

import json
import pathlib
import sys
from collections import Counter, defaultdict
from xml.etree.ElementTree import ParseError

from botocore.validate import ParamValidator

from answers.recorded_exchange import RecordedExchange, service_model
from answers.request_params import PARSERS, request_params
from answers.strict_answers import check_answer, check_error, check_parsed
from answers.strict_json import check_json

# A fault that many exchanges share is told with this many of them.
EXAMPLES = 3
# Whoever names another host than the plane's, a page in a browser say, is refused before any service is asked.
FOREIGN_HOST = b"The Host header names another host"


class Verdict:
    def __init__(self):
        self.answers, self.errors, self.requests = Counter(), Counter(), Counter()
        self.unmodeled, self.unknown = Counter(), Counter()
        self.faults = defaultdict(list)

    def judge(self, exchange):
        """Judges one exchange: its answer, and its request if it was answered with success."""
        if FOREIGN_HOST in (exchange.answer["body"] or b""):
            self.unknown["a Host that is none of the plane's"] += 1
            return
        if exchange.service is None:
            self.unknown[f"{exchange.scope} {exchange.method} {exchange.headers.get('x-amz-target', exchange.path)}"] += 1
            return
        operation, status, found = exchange.operation, exchange.answer["status_code"], []
        name = f"{exchange.service} {operation.name if operation else '(no operation)'}"
        self.answers[name] += 1
        self.errors[name] += status >= 300
        if exchange.answer["body"] is None:
            exchange.answer["body"] = b""
            if operation is None or not operation.has_streaming_output:
                found.append("an answer larger than the recorder keeps")
        try:
            self._judge_answer(exchange, found)
            if operation and status < 300:
                self.requests[name] += 1
                self._judge_request(exchange, found)
        except (ValueError, KeyError, TypeError, AttributeError, ParseError) as error:
            found.append(f"{type(error).__name__}: {error}")
        for fault in found:
            self.faults[f"{name}: {fault}"].append(exchange)

    def _judge_answer(self, exchange, found):
        operation, answer = exchange.operation, exchange.answer
        if operation is None:
            check_error("", service_model(exchange.service), exchange.protocol, answer, found, exchange.method)
            return
        check_answer(operation, exchange.protocol, answer, found)
        if exchange.method == "HEAD" and answer["status_code"] >= 300:
            return
        # botocore hands a streamed body to its caller, unparsed.
        plain = {**answer, "body": b""} if operation.has_streaming_output and answer["status_code"] < 300 else answer
        parsed = PARSERS[exchange.protocol].parse(plain, operation.output_shape)
        check_parsed(operation, answer["status_code"], parsed, found)
        if answer["status_code"] >= 400:
            code = parsed["Error"]["Code"]
            if all(code not in (shape.error_code, shape.name) for shape in operation.error_shapes):
                self.unmodeled[f"{exchange.service} {code}"] += 1

    def _judge_request(self, exchange, found):
        if exchange.body is None and not exchange.has_streamed_input:
            found.append("a request larger than the recorder keeps")
        elif exchange.operation.input_shape is not None:
            report = ParamValidator().validate(request_params(exchange), exchange.operation.input_shape)
            if report.has_errors():
                found.append(f"accepted, where botocore's validator does not: {report.generate_report()}")
            elif exchange.protocol == "json":
                # botocore leaves patterns, enums and upper bounds to the service.
                check_json("accepted", json.loads(exchange.body), exchange.operation.input_shape, found)


def exchanges(folder):
    for file in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for line in file.read_text().split("\n"):
            # A process that was killed may have left half a line.
            if line.endswith("}"):
                yield RecordedExchange(json.loads(line))


def main(folder):
    verdict = Verdict()
    for exchange in exchanges(folder):
        verdict.judge(exchange)
    for name in sorted(verdict.answers):
        print(f"{name}: {verdict.answers[name]} answers, {verdict.errors[name]} errors, {verdict.requests[name]} requests")
    print(f"error codes that the operation's model does not list: {dict(sorted(verdict.unmodeled.items()))}")
    print(f"not of an AWS service, or of none that could be told: {dict(sorted(verdict.unknown.items()))}")
    total, kinds = sum(verdict.answers.values()), len(verdict.answers)
    print(
        f"{total} answers of {kinds} operations, {sum(verdict.errors.values())} of them errors; "
        f"{sum(verdict.requests.values())} requests; {len(verdict.faults)} faults"
    )
    for fault, examples in sorted(verdict.faults.items()):
        print(f"not as botocore's model says, {len(examples)} times: {fault}", file=sys.stderr)
        for exchange in examples[:EXAMPLES]:
            print(f"  {exchange.method} {exchange.path} {(exchange.body or b'')[:300]!r}", file=sys.stderr)
            print(f"  {exchange.answer['status_code']} {exchange.answer['body'][:300]!r}", file=sys.stderr)
    if verdict.faults or not total:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
