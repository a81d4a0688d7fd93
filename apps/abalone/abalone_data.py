"""The measurements of abalones: read from a file of the UCI data set, or made up where there is none."""
import csv
import hashlib
import math
import random

SEXES = ("F", "I", "M")
NUMBERS = ("length", "diameter", "height", "whole_weight", "shucked_weight", "viscera_weight", "shell_weight")
COLUMNS = ("sex", *NUMBERS, "rings")


def read_abalones(path):
    """The rows of a CSV file in the order of COLUMNS, with a heading or without, as dictionaries.

    Raises ValueError naming the line that is none.
    """
    rows = []
    with open(path, newline="", encoding="utf-8") as file:
        for number, cells in enumerate(csv.reader(file), start=1):
            if not cells or (number == 1 and cells[0].strip().lower() == "sex"):
                continue
            try:
                if len(cells) != len(COLUMNS) or cells[0].strip() not in SEXES:
                    raise ValueError("expected %s" % ", ".join(COLUMNS))
                rows.append({"sex": cells[0].strip(), **{name: float(cell) for name, cell in zip(COLUMNS[1:], cells[1:])}})
            except ValueError as error:
                raise ValueError("%s, line %d: %s: %s" % (path, number, ",".join(cells), error)) from error
    if not rows:
        raise ValueError("%s holds no abalone" % path)
    return rows


def make_abalones(count, seed):
    """Made-up abalones, the same ones for the same seed: they grow as molluscs do, and weigh as their size says."""
    chance = random.Random(seed)
    rows = []
    for _ in range(count):
        rings = max(1, min(29, round(chance.lognormvariate(math.log(9.4), 0.31))))
        grown = 1 - math.exp(-0.24 * (rings + chance.gauss(0, 1.1)))
        length = max(0.07, min(0.82, 0.63 * grown * chance.gauss(1, 0.07)))
        diameter = length * chance.gauss(0.79, 0.02)
        height = length * chance.gauss(0.265, 0.025)
        whole = 4.6 * length * diameter * height * 2.2 * chance.gauss(1, 0.06) + 0.001
        shell = whole * min(0.45, max(0.15, 0.235 + 0.0055 * (rings - 9) + chance.gauss(0, 0.018)))
        shucked = whole * min(0.6, max(0.2, 0.44 - 0.006 * (rings - 9) + chance.gauss(0, 0.02)))
        viscera = whole * max(0.08, chance.gauss(0.215, 0.018))
        sex = "I" if chance.random() < 1 / (1 + math.exp(0.9 * (rings - 8))) else chance.choice("FM")
        values = (length, diameter, height, whole, shucked, viscera, shell)
        rows.append({"sex": sex, **{name: round(value, 4) for name, value in zip(NUMBERS, values)}, "rings": float(rings)})
    return rows


def content_hash(rows):
    """The hash of the rows as they are, in hex."""
    found = hashlib.sha256()
    for row in rows:
        found.update((",".join(str(row[name]) for name in COLUMNS) + "\n").encode("utf-8"))
    return found.hexdigest()
