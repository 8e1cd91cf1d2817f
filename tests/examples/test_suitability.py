"""Each rule refuses an example that all others let pass."""

import numpy as np
import pytest

from nnlib.datasets import WorkedExample
from nnlib.examples import suitability

RULES = [
    suitability.is_off_the_kink,
    suitability.has_one_living_path,
    suitability.derivatives_differ,
    suitability.mistakes_show,
    suitability.path_survives,
]
GOOD = (
    [[0.55, 0.72]],
    [[0.58, 0.86]],
    [[-0.4, 0.1], [0.5, 0.9]],
    [[0.6, -0.1], [-0.5, 0.7]],
)
REFUSED = {
    "is_off_the_kink": (  # z of h1 is -0.01
        [[0.82, 0.36]],
        [[0.26, 0.8]],
        [[-0.1, 0.2], [0.8, 0.3]],
        [[-0.8, -0.3], [0.8, 0.1]],
    ),
    "has_one_living_path": (  # both outputs live
        [[0.52, 0.39]],
        [[0.72, 0.76]],
        [[0.5, 0.3], [-0.4, 0.4]],
        [[0.5, 0.7], [0.4, -0.3]],
    ),
    "derivatives_differ": (  # x1 = x2
        [[0.61, 0.61]],
        [[0.52, 0.06]],
        [[0.5, 0.3], [-0.3, -0.2]],
        [[0.3, 0.8], [-0.3, 0.3]],
    ),
    "mistakes_show": (  # σ' taken at h comes out nearly right
        [[0.62, 0.45]],
        [[0.61, 0.31]],
        [[-0.3, -0.6], [0.4, 0.8]],
        [[-0.1, 0.3], [-0.7, -0.5]],
    ),
    "path_survives": (  # a small target, so a large learning rate
        [[0.88, 0.84]],
        [[0.14, 0.07]],
        [[-0.7, -0.9], [0.2, 0.8]],
        [[-0.3, -0.3], [0.3, 0.2]],
    ),
}


def example(numbers):
    return WorkedExample(*(np.array(array) for array in numbers))


def test_a_good_example():
    assert suitability.is_suitable(example(GOOD))


@pytest.mark.parametrize("name", REFUSED)
def test_one_rule_refuses(name):
    given = example(REFUSED[name])
    rules = [
        rule
        for rule in RULES
        # without one living path there is none that could survive
        if (name, rule.__name__) != ("has_one_living_path", "path_survives")
    ]
    assert [rule.__name__ for rule in rules if not rule(given)] == [name]
    assert not suitability.is_suitable(given)


def test_a_symmetric_W2_hides_the_missing_transpose():
    W2 = [[0.6, -0.5], [-0.5, 0.7]]
    assert not suitability.mistakes_show(example((*GOOD[:3], W2)))
