"""What the model looks at: one line of numbers per abalone, the same for training and for serving."""
import numpy as np

from abalone_data import NUMBERS, SEXES

FEATURES = (*("sex_" + sex for sex in SEXES), *NUMBERS)


def features_of(rows):
    """A matrix with a row per abalone and a column per feature; each abalone is a dictionary with `sex` and the measurements."""
    return np.array(
        [[float(row["sex"] == sex) for sex in SEXES] + [float(row[name]) for name in NUMBERS] for row in rows],
        dtype=float,
    ).reshape(len(rows), len(FEATURES))
