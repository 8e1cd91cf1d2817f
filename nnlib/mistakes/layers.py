"""One layer after one story of the layers behind it: the places and their choices.

Up to level 2, the number of wrong choices; a factor or a part that is added comes on
top.
"""

import numpy as np

from nnlib.gradcheck import compare
from nnlib.mistakes.attempts import Attempt
from nnlib.mistakes.products import products_at
from nnlib.mistakes.reductions import REDUCTIONS, reductions_at
from nnlib.mistakes.search import Pipeline, Stage, Wanted
from nnlib.mistakes.slopes import SLOPES, slopes_at
from nnlib.mistakes.variants import At, right
from nnlib.mistakes.ways import STARTS, ways_at


class Layer:
    """One layer after one story, in each of its cases.

    story        what is handed on by the layer behind it
    network      the given network
    index        its place in the network
    activations  its activation in each case, with one of the slopes that a kink allows
    """

    def __init__(self, story, network, index, activations):
        self.story, self.index = story, index
        cases = story.cases
        here = {i: At(case, index, activations[i]) for i, case in cases.items()}
        self.is_output = index + 1 == len(network.layers)
        later, slips, ways = here, [right(lambda a, at: a)], STARTS
        if not self.is_output:
            activation = network.layers[index + 1].activation
            later = {i: At(case, index + 1, activation) for i, case in cases.items()}
            handed = {case: story.delta[i] for i, case in cases.items()}
            slips = [right(lambda a, at: handed[at.case][None])]
            slips += slopes_at(network, index + 1)[1:]
            ways = ways_at(network, index + 1)
        self.back = [Stage(slips, later), Stage(ways, later)]
        self.slope = Stage(slopes_at(network, index), here)
        self.outer = Stage(products_at(network, index), here)
        self.bias = Stage(reductions_at(network, index), here)

    def of_W(self, level, probed):
        """List what explains W with so many wrong choices."""
        stages = [*self.back, self.slope, self.outer]
        return self._found("W", self.story.dA, stages, level, probed)

    def by_b(self, level, probed):
        """List what explains b if W is not explained."""
        stages = [*self.back, self.slope, self.bias._replace(choices=REDUCTIONS[:1])]
        return self._found("b", self.story.dA, stages, level, probed)

    def of_b(self, of_W, level, probed):
        """List what explains b, given what explains W."""
        choices = [of_W.slope._replace(cost=0), *self.slope.choices]
        stages = [self.slope._replace(choices=choices), self.bias]
        return self._found("b", of_W.dA, stages, level, probed)

    def right_delta(self, dA):
        """Delta by the right slope in each case, from what has come back."""
        return {i: SLOPES[0].rule(dA[i], at) for i, at in self.slope.layers.items()}

    def come_back(self):
        """What the right way back brings in each case."""
        path = tuple(stage.choices[0] for stage in self.back)
        pipeline = Pipeline(self.story.dA, self.back)
        return {i: pipeline.told(path, i)[0] for i in self.story.cases}

    def shown_delta(self):
        """The student's own delta in the cases in which dL/dW shows it."""
        shown = {}
        for i, at in self.slope.layers.items():
            if np.linalg.matrix_rank(at.X).min() == at.X.shape[-2]:
                delta = (at.mine.W @ np.linalg.pinv(at.X)).mT
                if compare("", delta.mT @ at.X, at.mine.W).ok:
                    shown[i] = delta
        return shown

    def _found(self, name, start, stages, level, probed):
        wanted = Wanted(name, self.index, self.story.cases)
        return Attempt(self, wanted, Pipeline(start, stages), probed).found(level)
