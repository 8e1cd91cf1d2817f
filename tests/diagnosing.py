"""How well mistakes are named: `python -m tests.diagnosing` prints the table of docs.

Each row is a number of programs and what came out; it takes some minutes.
"""

import time
import warnings

import numpy as np

from nnlib import MISTAKES, compare, diagnose, loss_and_gradients, relu, sigmoid, tanh
from nnlib.activations import identity, leaky_relu
from nnlib.mistakes.products import products_at
from nnlib.mistakes.slopes import slopes_at
from nnlib.mistakes.variants import At
from nnlib.mistakes.ways import ways_at
from nnlib.network import Gradient
from tests.mistakes.mechanisms import FURTHER, MECHANISMS, home
from tests.mistakes.outside import OUTSIDE
from tests.mistakes.right_programs import RIGHT
from tests.support.helpers import random_network

ARCHITECTURES = {
    "2-2-2": ((2, 2, 2), True),
    "1-64-1": ((1, 64, 1), True),
    "3-5-4-2": ((3, 5, 4, 2), True),
    "4-3-3-2 without biases": ((4, 3, 3, 2), False),
}


def example(form, activation, n=3, seed=0, size=1.0):
    """A drawn network with data, its error of a certain size."""
    sizes, bias = ARCHITECTURES.get(form, (form, True))
    rng = np.random.default_rng(seed)
    net = random_network(sizes, [activation] * (len(sizes) - 1), rng, bias=bias)
    X, Y = rng.standard_normal((n, sizes[0])), rng.standard_normal((n, sizes[-1]))
    return net, X, Y if size == 1.0 else net(X) + size * Y


def matters(net, X, Y, backward):
    """Whether a backward pass changes the gradient at all."""
    pair = [
        loss_and_gradients(net, X, Y, backward=b)[1]
        for b in (type(net).backward, backward)
    ]
    return not all(
        getattr(one, name) is None
        or compare("", getattr(two, name), getattr(one, name)).ok
        for one, two in zip(*pair)
        for name in "Wb"
    )


def found_at_home(group):
    """Each mechanism, and its diagnoses on all of its networks."""
    for mechanism in group:
        yield (
            mechanism,
            [diagnose(*home(k), mechanism.backward) for k in mechanism.homes],
        )


def named(group):
    """How many are named on all of their networks."""
    return sum(all(map(m.is_named, found)) for m, found in found_at_home(group)), len(
        group
    )


def falsely_named(group):
    """How many get a name that is not theirs, on one network at least."""
    return sum(any(map(m.is_false, found)) for m, found in found_at_home(group)), len(
        group
    )


def nine(seeds=3):
    """How many of the nine are named, of those that change something."""
    named = total = 0
    for form in ARCHITECTURES:
        for activation in (sigmoid, tanh, relu):
            for n in (1, 3):
                for seed in range(seeds):
                    case = example(form, activation, n, seed)
                    for mistake in MISTAKES.values():
                        expected = [mistake] if matters(*case, mistake) else []
                        named += diagnose(*case, mistake).mistakes == expected
                        total += 1
    return named, total


def pair(rng):
    """Two layers with a wrong choice each: a program, and the names of both."""
    activation, seed = [sigmoid, tanh][rng.integers(2)], int(rng.integers(99))
    net, X, Y = example("3-5-4-2", activation, 4, seed)
    names, changed = [], {}
    for index in map(int, rng.permutation(3)[:2]):
        place = ["slope", "outer", "back"][rng.integers(3 if index else 2)]
        every = {"slope": slopes_at, "outer": products_at, "back": ways_at}[place]
        one, *others = every(net, index)
        told = {c: _told(net, X, Y, index, place, c) for c in (one, *others)}
        wrong = [
            c
            for c in others
            if c.cost == 1
            and np.isfinite(told[c]).all()
            and not _same(told[c], told[one])
        ]
        choice = wrong[rng.integers(len(wrong))]
        changed[index, place] = choice
        alike = [c for c in others if _same(told[c], told[choice])]
        names.append({v.name for c in alike for v in c.variants})
    return (net, X, Y), _with_choices(changed), names


def _told(net, X, Y, index, place, choice):
    """What a rule makes of some numbers."""
    caches = net.forward(X)
    case = _Case(net, caches, caches[-1].A - Y)
    case.mine[index] = Gradient(net.layers[index].W + 1, None, None, None)
    at = At(case, index, net.layers[index].activation)
    with np.errstate(all="ignore"):
        return choice.rule(np.cos(caches[index].Z + 1)[None], at)


def _same(one, two):
    return np.allclose(one, two, rtol=1e-9, equal_nan=True)


def _with_choices(changed):
    def backward(network, caches, dA):
        case = _Case(network, caches, dA)
        back, gradients = dA[None], []
        for index in reversed(range(len(network.layers))):
            at = At(case, index, network.layers[index].activation)
            rules = {
                "slope": lambda a, at: a * at.slope,
                "outer": lambda d, at: d.mT @ at.X,
                "back": lambda d, at: d @ at.W,
            }
            rules |= {p: c.rule for (k, p), c in changed.items() if k == index}
            delta = rules["slope"](back, at)
            W = rules["outer"](delta, at)[0]
            case.mine[index] = Gradient(W, delta[0].sum(axis=0), None, None)
            at = At(case, index, network.layers[index].activation)
            gradients.insert(0, case.mine[index])
            back = rules["back"](delta, at)
        return gradients

    return backward


class _Case:
    """What a rule may ask of a case; the target is made up from dL/da."""

    def __init__(self, network, caches, dA):
        self.network, self.caches, self.dA = network, caches, dA
        self.Y = caches[-1].A - len(dA) * dA
        self.mine, self.right = [None] * len(caches), network.backward(caches, dA)


def pairs(many=60, seed=1, show=False):
    """In how many of these pairs both are named, and nothing else is."""
    rng, named = np.random.default_rng(seed), 0
    for _ in range(many):
        case, backward, names = pair(rng)
        with np.errstate(all="ignore"):
            found = [mistake.name for mistake in diagnose(*case, backward).mistakes]
        for place in (" at output", " at hidden"):
            found = [name.removesuffix(place) for name in found]
        good = all(set(found) & one for one in names) and set(found) <= set().union(
            *names
        )
        named += good
        if show and not good:
            print(names, "->", found)
    return named, many


def right(seeds=3):
    """How many right programs are called wrong."""
    wrong = total = 0
    for backward in RIGHT.values():
        for form in ARCHITECTURES:
            for activation in (sigmoid, tanh, relu, leaky_relu, identity):
                for n, size in ((1, 1.0), (4, 1.0), (7, 1.0), (4, 1e-4)):
                    for seed in range(seeds):
                        case = example(form, activation, n, seed, size)
                        wrong += not diagnose(*case, backward).ok
                        total += 1
    for backward in RIGHT.values():
        for depth in (6, 11):
            for seed in range(seeds):
                wrong += not diagnose(
                    *example((3,) * depth, sigmoid, 3, seed), backward
                ).ok
                total += 1
        for activation in (relu, leaky_relu):
            net, X, Y = example((1, 5, 4, 1), activation, 5)
            net.layers[0].b[:] = 0
            X[0] = 0.0
            wrong += not diagnose(net, X, Y, backward).ok
            total += 1
    return wrong, total


def outside(seeds=3, show=False):
    """How many passes outside the grammar get a name."""
    false = total = 0
    for name, made in OUTSIDE.items():
        for form in ("2-2-2", "3-5-4-2", "4-3-3-2 without biases"):
            for activation in (sigmoid, tanh):
                for n in (1, 4):
                    for seed in range(seeds):
                        case = example(form, activation, n, seed)
                        found = diagnose(*case, made(np.random.default_rng(seed)))
                        false += bool(found.mistakes)
                        total += 1
                        if show and found.mistakes:
                            print(
                                name,
                                form,
                                activation,
                                n,
                                seed,
                                found.calls,
                                *found,
                                sep="\n   ",
                            )
    return false, total


def decay():
    """How often a weight decay is told as one."""
    told = total = 0
    for form in ARCHITECTURES:
        for activation in (sigmoid, tanh, relu):
            found = diagnose(*example(form, activation), FURTHER[-2].backward)
            told += [m.name for m in found.mistakes] == ["weight decay 0.1"]
            total += 1
    return told, total


def seconds(form, n, backward, repeats=3):
    """The least time of a diagnosis."""
    case, times = example(form, sigmoid, n), []
    for _ in range(repeats):
        start = time.process_time()
        diagnose(*case, backward)
        times.append(time.process_time() - start)
    return min(times)


def slowest(form, ns=(1, 4, 64)):
    """The longest time of right, named and unknown passes."""
    rng = np.random.default_rng(0)
    kinds = {
        "right": RIGHT["nnlib"],
        **{name: MISTAKES[name] for name in ("factor 2", "updated W used")},
        **{name: OUTSIDE[name](rng) for name in ("noise", "slope z³", "delta + 0.1")},
    }
    times = {(kind, n): seconds(form, n, b) for kind, b in kinds.items() for n in ns}
    worst = max(times, key=times.get)
    return times[worst], worst


ROWS = {
    "mistakes of real programs that the grammar was made with: named": (
        lambda: named(MECHANISMS)
    ),
    "… with a name that is not theirs": lambda: falsely_named(MECHANISMS),
    "seven more: named": lambda: named(FURTHER),
    "the nine of notebook 08, on many networks: named": nine,
    "weight decay: told as such": decay,
    "two mistakes drawn from the grammar: both named, nothing else": pairs,
    "right programs: called wrong": right,
    "wrong programs outside the grammar: with a name": outside,
}
SLOWEST = {
    "3-5-4-2": lambda: slowest("3-5-4-2"),
    "1-64-1": lambda: slowest("1-64-1"),
    "eleven layers of three units": lambda: slowest((3,) * 12, ns=(3,)),
}


def main():
    """Print the two tables."""
    warnings.simplefilter("ignore")
    print("| programs | so many | of |\n|---|---:|---:|")
    for text, measured in ROWS.items():
        print(f"| {text} | {' | '.join(map(str, measured()))} |", flush=True)
    print("\n| the slowest diagnosis on | seconds of CPU |\n|---|---:|")
    for text, measured in SLOWEST.items():
        print(f"| {text} | {measured()[0]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
