"""A chart of groups shows every run and its median, and says so in words."""

import numpy as np
import pytest

from nnlib.plotting import plot_groups
from tests.support import pictures

elsewhere = pictures.elsewhere

GROUPS = {"small net": [0.1, 0.4, 0.2], "large net": [0.03]}


def draw(ax=None):
    marks = {"no better than the mean": 0.5}
    return plot_groups(
        GROUPS, xlabel="test error", title="Two nets", log=True, marks=marks, ax=ax
    )


def test_two_runs_write_the_same_bytes_and_the_description(tmp_path):
    pictures.check_two_runs(draw, tmp_path)


def test_axes_of_your_own():
    pictures.check_own_axes(draw)


def test_words():
    assert draw().figure.get_label() == (
        "Two nets. Test error. small net: 3 runs from 0.1 to 0.4, median 0.2. "
        "large net: 0.03. A line marks 0.5: no better than the mean."
    )


def test_each_group_is_a_row_from_the_top():
    ax = draw()
    assert [text.get_text() for text in ax.get_yticklabels()] == list(GROUPS)
    runs, median, *_ = ax.lines
    np.testing.assert_array_equal(runs.get_xdata(), GROUPS["small net"])
    np.testing.assert_array_equal(runs.get_ydata(), [0, 0, 0])
    np.testing.assert_array_equal(median.get_xdata(), [0.2])
    low, high = ax.get_ylim()
    assert low > high
    assert ax.get_xscale() == "log"


def test_each_row_has_room():
    few, many = ({str(row): [1.0] for row in range(n)} for n in (2, 10))
    heights = [
        plot_groups(groups, xlabel="x").figure.get_figheight() for groups in (few, many)
    ]
    assert heights[1] > 1.5 * heights[0]


@pytest.mark.parametrize(
    ("groups", "kind", "text"),
    [
        (
            [0.1, 0.2],
            TypeError,
            "groups needs a dictionary from label to numbers; got [0.1, 0.2]. "
            'Write {"16 units": errors}.',
        ),
        (
            {},
            TypeError,
            "groups needs a dictionary from label to numbers; got {}. "
            'Write {"16 units": errors}.',
        ),
        (
            {"a": []},
            ValueError,
            'The group "a" needs a row of numbers, shape (n,); got (0,).',
        ),
        (
            {"a": np.ones((2, 3))},
            ValueError,
            'The group "a" needs a row of numbers, shape (n,); got (2, 3).',
        ),
        (
            {"a": 0.5},
            ValueError,
            'The group "a" needs a row of numbers, shape (n,); got ().',
        ),
        ({"a": ["b"]}, TypeError, "The group \"a\" needs real numbers; got ['b']."),
    ],
)
def test_errors(groups, kind, text):
    with pytest.raises(kind) as caught:
        plot_groups(groups, xlabel="x")
    assert str(caught.value) == text
