"""What explains the gradients of one layer, after one story of the layers behind it.

Up to level 2, the number of wrong choices; a factor or a part that is added comes on
top.
"""

from typing import NamedTuple

import numpy as np

from nnlib.gradcheck import compare
from nnlib.mistakes.findings import placed
from nnlib.mistakes.products import REDUCTIONS, products_at, reductions_at
from nnlib.mistakes.search import Match, Pipeline, Stage, Wanted, matches, sums
from nnlib.mistakes.slopes import SLOPES, slopes_at
from nnlib.mistakes.variants import At, Choice, Variant, right, wrong
from nnlib.mistakes.ways import STARTS, ways_at

MOVED = wrong("updated W used", None, lambda d, at: d @ at.mine.W)
UNTRAINED = "Your dL/d{0} is 0 whatever the data: {0} is not trained."
DECAY = "A multiple of {0} is added to dL/d{0}; this loss holds no such term."

UNEQUAL = "Your samples do not count alike; in the sum each counts once."
ENOUGH = 4  # entries that are left to judge by


class Explained(NamedTuple):
    """What explains one gradient, and what it shows of the layer, in each case.

    passing  the variants on the way back from the next layer
    own      the variants of the layer itself
    places   in which places of the grammar they stand
    dA       what has come back
    delta    delta without a factor
    values   the factor
    slope    the choice for the slope
    lr       the step of weights that were updated too early
    """

    passing: tuple
    own: tuple
    places: tuple
    dA: dict
    delta: dict
    values: dict
    slope: Choice
    lr: float | None = None

    @property
    def names(self):
        """The names of its variants, in order."""
        return tuple(variant.name for variant in (*self.passing, *self.own))

    @property
    def handed(self):
        """Delta with the factor."""
        return {i: self.values[i] * delta for i, delta in self.delta.items()}


class Moved(Pipeline):
    """The same paths, back through dL/dW in place of W."""

    def told(self, path, i):
        """The array that a path leads to in case i."""
        swapped = (*path[:1], MOVED, *path[2:])
        return super().told(swapped[: len(path)], i)


class Parameter(NamedTuple):
    """The parameters themselves, as something that is added to a gradient."""

    wanted: Wanted
    pipeline: Pipeline

    def every(self, i, most):
        """Them for each path of the pipeline."""
        return {
            cost: (paths, np.broadcast_to(self.told(None, i), arrays.shape))
            for cost, (paths, arrays) in self.pipeline.every(i, most).items()
        }

    def told(self, path, i):
        """Them in case i."""
        layer = self.wanted.cases[i].network.layers[self.wanted.index]
        return getattr(layer, self.wanted.name)[None]


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
        return self._found("W", Pipeline(self.story.dA, stages), level, probed)

    def by_b(self, level, probed):
        """List what explains b if W is not explained."""
        stages = [*self.back, self.slope, self.bias._replace(choices=REDUCTIONS[:1])]
        return self._found("b", Pipeline(self.story.dA, stages), level, probed)

    def of_b(self, of_W, level, probed):
        """List what explains b, given what explains W."""
        choices = [of_W.slope._replace(cost=0), *self.slope.choices]
        stages = [self.slope._replace(choices=choices), self.bias]
        return self._found("b", Pipeline(of_W.dA, stages), level, probed)

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

    def _found(self, name, pipeline, level, probed):
        wanted = Wanted(name, self.index, self.story.cases)
        right = tuple(stage.choices[0] for stage in pipeline.stages)
        if probed and all(map(wanted.is_zero, wanted.cases)):
            variant = Variant(f"{name} not trained", UNTRAINED.format(name))
            zero = dict.fromkeys(wanted.cases, 1.0)
            return [self._explained(pipeline, Match(right, 0, (variant,), zero))]
        found = matches(wanted, pipeline, level, least=level)
        found = [self._explained(pipeline, match) for match in found]
        if level:
            if len(pipeline.stages) > 2 and not self.is_output:
                found += self._moved(wanted, pipeline, level - 1)
            if probed:
                found += self._decayed(wanted, pipeline, level - 1)
        if level == 1 and probed and not found:
            constants = matches(wanted, pipeline, 1, constants=True)
            found = [self._explained(pipeline, match) for match in constants]
            found = found or self._clipped(wanted, pipeline, right)
            found = found or self._weighed(wanted, pipeline, right)
        return found

    def _moved(self, wanted, pipeline, most):
        """What explains it with weights that were updated too early."""
        slips, ways, *others = pipeline.stages
        stages = [slips, ways._replace(choices=ways.choices[:1]), *others]
        straight = Pipeline(pipeline.start, stages)
        through_dW = ways._replace(choices=[MOVED._replace(cost=0)])
        moved = Moved(pipeline.start, [slips, through_dW, *others])
        found = []
        for match in sums(wanted, straight, moved, most):
            explained = self._explained(straight, match)
            dA = {
                i: dA + match.added[i] * moved.told(match.path[:2], i)[0]
                for i, dA in explained.dA.items()
            }
            slope = explained.slope.rule
            delta = {i: slope(dA[i], at) for i, at in self.slope.layers.items()}
            passing = (*explained.passing, *MOVED.variants)
            lr = -match.added[min(match.added)]
            found.append(explained._replace(passing=passing, dA=dA, delta=delta, lr=lr))
        return found

    def _decayed(self, wanted, pipeline, most):
        """What explains it with a multiple of the parameters added."""
        found = []
        for match in sums(wanted, pipeline, Parameter(wanted, pipeline), most):
            share = match.added[min(match.added)] * match.values[min(match.added)]
            name = f"{wanted.name}{wanted.index + 1}"
            variant = Variant(f"weight decay {share:.4g}", DECAY.format(name))
            explained = self._explained(pipeline, match)
            found.append(explained._replace(own=(*explained.own, variant)))
        return found

    def _clipped(self, wanted, pipeline, path):
        """What explains it with all entries cut off at one size."""
        most = max(abs(wanted.mine(i)).max() for i in wanted.cases)
        told = {i: pipeline.told(path, i)[0] for i in wanted.cases}
        if not all(wanted.same(i, np.clip(told[i], -most, most)) for i in told):
            return []
        message = f"Your gradient is cut off at {most:.4g}."
        factors = (Variant(f"clipped at {most:.4g}", message),)
        return [
            self._explained(pipeline, Match(path, 0, factors, dict.fromkeys(told, 1.0)))
        ]

    def _weighed(self, wanted, pipeline, path):
        """What explains W with samples that do not all count once."""
        weights, spare = {}, 0
        for i in wanted.cases if wanted.name == "W" else ():
            delta, X = pipeline.told(path[:-1], i)[0], self.slope.layers[i].X
            each = np.einsum("...nj,...nk->n...jk", delta, X)
            flat, mine = each.reshape(len(each), -1).T, wanted.mine(i)
            weights[i] = np.linalg.lstsq(flat, mine.ravel(), rcond=None)[0]
            if not wanted.same(i, (flat @ weights[i]).reshape(mine.shape)):
                return []
            spare += max(0, mine.size - len(each))
        alike = any(
            len(w) > 1 and np.ptp(w) < 1e-3 * abs(w).max() for w in weights.values()
        )
        if spare < ENOUGH or alike:
            return []
        counts = {self.story.cases[i]: w[:, None] for i, w in weights.items()}
        variant = Variant("samples count unequally", UNEQUAL)
        slope = Choice(
            (variant,), lambda a, at: SLOPES[0].rule(a, at) * counts[at.case], 1
        )
        once = Match(path, 0, (), dict.fromkeys(weights, 1.0))
        explained = self._explained(pipeline, once)
        delta = {i: weights[i][:, None] * d for i, d in explained.delta.items()}
        return [explained._replace(own=(variant,), slope=slope, delta=delta)]

    def _explained(self, pipeline, match):
        *back, slope, _ = match.path
        rights = [*(stage.choices[0] for stage in self.back[: len(back)])]
        rights += SLOPES[0], pipeline.stages[-1].choices[0]
        kept = [
            choice.variants if self._matters(pipeline, match.path, place, one) else ()
            for place, (choice, one) in enumerate(zip(match.path, rights))
        ]
        if not any(kept):
            kept = [choice.variants for choice in match.path]
        slip, way, of_slope, outer = [()] * (4 - len(kept)) + kept
        told = pipeline.told
        dA = {i: told(match.path[: len(back)], i)[0] for i in match.values}
        delta = {i: told(match.path[:-1], i)[0] for i in match.values}
        own = (*placed(of_slope, self.is_output), *outer, *match.factors)
        places = tuple(map(bool, (slip, way, of_slope, outer, match.factors)))
        later = self.index + 2 == len(self.story.cases[min(dA)].caches)
        passing = (*placed(slip, later), *way)
        return Explained(passing, own, places, dA, delta, match.values, slope)

    def _matters(self, pipeline, path, place, one):
        """Whether the right choice there would give other numbers for the given data."""
        if 0 not in self.story.cases or not path[place].variants:
            return True
        changed = (*path[:place], one, *path[place + 1 :])
        pair = pipeline.told(path, 0), pipeline.told(changed, 0)
        return not np.allclose(*pair, rtol=1e-6, atol=0)
