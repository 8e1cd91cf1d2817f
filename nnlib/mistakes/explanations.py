"""Explanations of the gradients of a backward pass, from the output layer on.

The gradients of a layer show by which rules they were computed. Each way in which a
mistake may reach the layer before gives an explanation of its own to try there.
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from nnlib.mistakes.backward_rules import Rules, through_updated_W
from nnlib.mistakes.known import MISTAKES
from nnlib.mistakes.layer_gradients import KNOWN, OUTERS, RIGHT, SLOPES, every_dW

BACKS = list(dict.fromkeys(rules.back for rules in KNOWN))


class Finding(NamedTuple):
    """What is wrong with one gradient.

    name      whose gradient it is: W1, b1, W2, ...
    verdict   "right", "wrong", "unknown", or "follows" from a later layer
    mistakes  the known mistakes made in computing it
    words     the verdict as it is shown
    """

    name: str
    verdict: str
    mistakes: tuple = ()
    words: str = ""

    def __repr__(self):
        return f"{self.name:4} {self.words}"


class Explanation(NamedTuple):
    """One explanation of the layers seen so far.

    dA          dL/dA of the next layer to explain, (..., n, outputs)
    findings    one `Finding` per gradient, the last layer's first
    made        all mistakes, in the order in which they were made
    on_the_way  those made on the way back to the next layer
    lr          the step of weights updated too early, in words
    """

    dA: np.ndarray
    findings: tuple = ()
    made: tuple = ()
    on_the_way: tuple = ()
    lr: str = ""

    def cost(self):
        """Count the unexplained gradients, then the mistakes: the least is believed."""
        unknown = sum(finding.verdict == "unknown" for finding in self.findings)
        return unknown, len({mistake.name for mistake in self.made}), len(self.made)


def extended(explanation, here, before):
    """Yield the explanations that hold for layer `here` too; `before` is the next."""
    for layer, slopes in here.slopes:
        all_dW = every_dW(slopes, here.cache, explanation.dA)
        for (slope, outer), dW in zip(product(SLOPES, OUTERS), all_dW):
            right = slope == RIGHT.slope and outer == RIGHT.outer
            if right or here.same(here.mine.W, dW):
                gradient = Rules(slope, outer).gradient(
                    layer, here.cache, explanation.dA
                )
                made = _named("slope", slope, here), _named("outer", outer, here)
                findings = _findings(explanation, here, gradient, *made)
                longer = Explanation(
                    explanation.dA,
                    (*explanation.findings, *findings),
                    (*explanation.made, *sum(made, ())),
                )
                yield from _passed_back(longer, slopes, slope, here, before)


def _findings(explanation, here, gradient, slope, outer):
    """Say what is wrong with W and b if the layer did what the explanation says."""
    for array, own in (("b", slope), ("W", slope + outer)):
        mine, right = getattr(here.mine, array), getattr(here.right, array)
        if right is None:
            continue
        name, explained = f"{array}{here.number}", getattr(gradient, array)
        if here.same(mine, right):
            yield Finding(name, "right", words="right")
        elif not here.same(mine, explained):
            words = f"wrong: none of the known mistakes{_factor(here, mine, right)}"
            yield Finding(name, "unknown", words=words)
        elif mistakes := explanation.on_the_way + own:
            way = f" on the way back through W{here.number + 1}{explanation.lr}"
            names = [mistake.name + way for mistake in explanation.on_the_way]
            names += [mistake.name for mistake in own]
            yield Finding(name, "wrong", mistakes, f"wrong: {' and '.join(names)}")
        elif explanation.made:
            words = "wrong only by what comes back from the next layer"
            yield Finding(name, "follows", words=words)
        else:
            yield Finding(name, "right", words="right, with another slope at a kink")


def _passed_back(explanation, slopes, slope, here, before):
    """Yield the explanation once for each dL/dA that may have reached `before`."""
    if before is None:
        yield explanation
        return
    deltas = zip(SLOPES, explanation.dA * slopes)
    for (other, delta), back in product(deltas, BACKS):
        slip = () if other == slope else _named("slope", other, here)
        on_the_way = (*slip, *_named("back", back, here))
        for lr in _rates(back, delta, here, before):
            yield Explanation(
                back(delta, here.layer.W, here.mine.W, lr),
                explanation.findings,
                (*explanation.made, *on_the_way),
                on_the_way,
                f" (lr = {lr:.4g})" if back == through_updated_W else "",
            )


def _rates(back, delta, here, before):
    """List the learning rates with which weights may have been updated too early."""
    if back != through_updated_W:
        return [1.0]
    _, slopes = before.slopes[0]
    every_G, every_G_per_lr = (
        every_dW(slopes, before.cache, delta @ W) for W in (here.layer.W, here.mine.W)
    )
    rates = [1.0]
    for G, G_per_lr in zip(every_G, every_G_per_lr):
        lr = _nearest(G - before.mine.W, G_per_lr)
        fits = lr > 0 and before.same(before.mine.W, G - lr * G_per_lr)
        if fits and not before.same(G, _nearest(G, G_per_lr) * G_per_lr):
            rates.append(lr)
    return rates


def _named(kind, rule, here):
    """Name the mistake that a rule of this kind makes, if it makes one."""
    if rule == getattr(RIGHT, kind):
        return ()
    known = [m for m in MISTAKES.values() if getattr(m.rules, kind) == rule]
    return (next((m for m in known if m.place == here.place), known[0]),)


def _factor(here, mine, right):
    """Say how many times the right gradient it is, if that is all."""
    factor = _nearest(mine, right)
    words = f", {factor:.4g} times the right one"
    return words if here.same(mine, factor * right) else ""


def _nearest(array, reference):
    """The number that comes nearest to `array` when multiplied by `reference`."""
    size = (reference**2).sum()
    return (array * reference).sum() / size if size else 0.0
