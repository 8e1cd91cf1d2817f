"""Runs whose losses jump, and how often a printout shows them.

Each loss falls by a factor of about 150 but for its spikes, which last a few steps.
"""

import numpy as np


def printouts(rng):
    """Pairs of a name and (losses, every): one spike, several, none."""
    shift = rng.integers(10)
    early, late = 140 + shift, 440 + shift
    for name, (steps, spikes, every) in {
        "one spike": (401, {270 + shift: 300}, 100),
        "two spikes": (1000, {early: 20, 770 + shift: 60}, 100),
        "a spike behind the last print": (480, {early: 20, late: 80}, 100),
        "a higher spike that is printed": (600, {300: 500, late: 40}, 100),
        "a spike next to a high print": (600, {190: 200, 200: 300, late: 30}, 100),
        "the run ends in a spike": (380, {early: 20, 379: 80}, 100),
        "every second loss is printed": (60, {21 + 2 * shift: 9}, 2),
        "only the start is printed": (90, {60 + shift: 300}, 100),
        "no spike": (300, {}, 50),
    }.items():
        yield name, (run(rng, steps, spikes), every)
    yield "a rising loss", (run(rng, 316, {early: 3})[::-1], 45)


def run(rng, steps, spikes):
    """Draw a falling loss, with spikes {step: how many times higher}."""
    step = np.arange(steps)
    losses = rng.uniform(0.2, 0.8) / (1 + 150 * step / steps)
    for at, times in spikes.items():
        losses *= 1 + times * np.exp(-abs(step - at) / 1.5)
    return losses
