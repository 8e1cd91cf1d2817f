"""An attempt to explain one gradient of a layer: by wrong choices, and by what else?

Weights that were updated too early, decay, clipping and samples that do not count
alike are no choices of a list: their sizes are solved.
"""

from typing import NamedTuple

import numpy as np

from nnlib.mistakes.findings import Explained, placed
from nnlib.mistakes.search import Match, Pipeline, Wanted, matches
from nnlib.mistakes.slopes import SLOPES
from nnlib.mistakes.sums import MOVED, Moved, Parameter, sums
from nnlib.mistakes.variants import Choice, Variant

UNTRAINED = "Your dL/d{0} is 0 whatever the data: {0} is not trained."
DECAYS = {"{0}": np.positive, "the signs of {0}": np.sign}
DECAY = "A multiple of {1} is added to dL/d{0}; this loss holds no such term."

UNEQUAL = "Your samples do not count alike; in the sum each counts once."
ENOUGH = 4  # entries that are left to judge by
CUTS = [
    ("clipped at", lambda G: abs(G).max(), lambda G, c: np.clip(G, -c, c)),
    (
        "clipped to the length",
        np.linalg.norm,
        lambda G, c: G * min(1, c / max(np.linalg.norm(G), 1e-300)),
    ),
    ("scaled to the length", np.linalg.norm, lambda G, c: G * c / np.linalg.norm(G)),
]


class Attempt(NamedTuple):
    """A gradient that is to be explained, and the pipeline to explain it with.

    layer     the `Layer` it belongs to
    wanted    the gradient
    pipeline  the places with their choices
    probed    whether there are other cases than the given data
    """

    layer: object
    wanted: Wanted
    pipeline: Pipeline
    probed: bool

    def found(self, level):
        """List what explains it with so many wrong choices."""
        right = tuple(stage.choices[0] for stage in self.pipeline.stages)
        if self.probed and all(map(self.wanted.is_zero, self.wanted.cases)):
            name = self.wanted.name
            variant = Variant(f"{name} not trained", UNTRAINED.format(name))
            once = dict.fromkeys(self.wanted.cases, 1.0)
            return [self._explained(Match(right, 0, (variant,), once))]
        found = matches(self.wanted, self.pipeline, level, least=level)
        found = [self._explained(match) for match in found]
        if level and len(self.pipeline.stages) > 2 and not self.layer.is_output:
            found += self._moved(level - 1)
        if level and self.probed:
            found += self._decayed(level - 1)
        if level == 1 and self.probed and not found:
            most = int(self.wanted.name == "W")
            constants = matches(self.wanted, self.pipeline, most, constants=True)
            found = [self._explained(match) for match in constants]
            found = found or self._clipped(right) or self._weighed(right)
        return found

    def _moved(self, most):
        """What explains it with weights that were updated too early."""
        slips, ways, *others = self.pipeline.stages
        stages = [slips, ways._replace(choices=ways.choices[:1]), *others]
        straight = Pipeline(self.pipeline.start, stages)
        through_dW = ways._replace(choices=[MOVED._replace(cost=0)])
        moved = Moved(self.pipeline.start, [slips, through_dW, *others])
        found = []
        for match in sums(self.wanted, straight, moved, most):
            explained = self._explained(match)
            dA = {
                i: dA + match.added[i] * moved.told(match.path[:2], i)[0]
                for i, dA in explained.dA.items()
            }
            slope = explained.slope.rule
            delta = {i: slope(dA[i], at) for i, at in self.layer.slope.layers.items()}
            passing = (*explained.passing, *MOVED.variants)
            lr = -match.added[min(match.added)]
            found.append(explained._replace(passing=passing, dA=dA, delta=delta, lr=lr))
        return found

    def _decayed(self, most):
        """What explains it with a multiple of the parameters or their signs added."""
        found, name = [], f"{self.wanted.name}{self.wanted.index + 1}"
        for text, change in DECAYS.items():
            second = Parameter(self.wanted, self.pipeline, change)
            for match in sums(self.wanted, self.pipeline, second, most):
                share = match.added[min(match.added)] * match.values[min(match.added)]
                message = DECAY.format(name, text.format(name))
                explained = self._explained(match)
                own = *explained.own, Variant(f"weight decay {share:.4g}", message)
                found.append(explained._replace(own=own))
        return found

    def _clipped(self, path):
        """What explains it with entries, or a length, that are cut off."""
        told = {i: self.pipeline.told(path, i)[0] for i in self.wanted.cases}
        for text, size, cut in CUTS:
            most = max(size(self.wanted.mine(i)) for i in told)
            if all(self.wanted.same(i, cut(told[i], most)) for i in told):
                message = f"Your gradient is {text} {most:.4g}."
                factors = (Variant(f"{text} {most:.4g}", message),)
                once = dict.fromkeys(told, 1.0)
                return [self._explained(Match(path, 0, factors, once))]
        return []

    def _weighed(self, path):
        """What explains W with samples that do not all count once."""
        weights, spare = {}, 0
        for i in self.wanted.cases if self.wanted.name == "W" else ():
            delta, X = self.pipeline.told(path[:-1], i)[0], self.layer.slope.layers[i].X
            each = np.einsum("...nj,...nk->n...jk", delta, X)
            flat, mine = each.reshape(len(each), -1).T, self.wanted.mine(i)
            weights[i] = np.linalg.lstsq(flat, mine.ravel(), rcond=None)[0]
            if not self.wanted.same(i, (flat @ weights[i]).reshape(mine.shape)):
                return []
            spare += max(0, mine.size - len(each)) * (delta.shape[-1] > 1)
        alike = any(
            len(w) > 1 and np.ptp(w) < 1e-3 * abs(w).max() for w in weights.values()
        )
        if spare < ENOUGH or alike:
            return []
        counts = {self.wanted.cases[i]: w[:, None] for i, w in weights.items()}
        variant = Variant("samples count unequally", UNEQUAL)
        slope = Choice(
            (variant,), lambda a, at: SLOPES[0].rule(a, at) * counts[at.case], 1
        )
        once = Match(path, 0, (), dict.fromkeys(weights, 1.0))
        explained = self._explained(once)
        delta = {i: weights[i][:, None] * d for i, d in explained.delta.items()}
        return [explained._replace(own=(variant,), slope=slope, delta=delta)]

    def _explained(self, match):
        *back, slope, _ = match.path
        rights = [*(stage.choices[0] for stage in self.layer.back[: len(back)])]
        rights += SLOPES[0], self.pipeline.stages[-1].choices[0]
        kept = [choice.variants for choice in match.path]
        for place, one in enumerate(rights):
            alone = (*match.path[:place], one, *match.path[place + 1 :])
            if not self._differ(match.path, alone):
                kept[place] = ()
        if not any(kept) and self._differ(match.path, rights):
            kept = [choice.variants for choice in match.path]
        slip, way, of_slope, outer = [()] * (4 - len(kept)) + kept
        told = self.pipeline.told
        dA = {i: told(match.path[: len(back)], i)[0] for i in match.values}
        delta = {i: told(match.path[:-1], i)[0] for i in match.values}
        own = (*placed(of_slope, self.layer.is_output), *outer, *match.factors)
        places = tuple(map(bool, (slip, way, of_slope, outer, match.factors)))
        later = self.layer.index + 2 == len(self.wanted.cases[min(dA)].caches)
        passing = (*placed(slip, later), *way)
        return Explained(passing, own, places, dA, delta, match.values, slope)

    def _differ(self, *paths):
        """Whether two paths lead to other numbers for the given data."""
        if 0 not in self.wanted.cases:
            return True
        one, two = (self.pipeline.told(tuple(path), 0) for path in paths)
        return not np.allclose(one, two, rtol=1e-6, atol=0)
