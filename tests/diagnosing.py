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


def mechanisms(group):
    """How many are named on all of their networks, and how many falsely on one."""
    named = false = 0
    for mechanism in group:
        found = [diagnose(*home(kind), mechanism.backward) for kind in mechanism.homes]
        named += all(map(mechanism.is_named, found))
        false += any(map(mechanism.is_false, found))
    return named, false, len(group)


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


def rows():
    """The rows of the table, one after another."""
    named, false, total = mechanisms(MECHANISMS)
    yield (
        "mistakes of real programs, known when the grammar was made: named",
        named,
        total,
    )
    yield "... with a false name", false, total
    named, false, total = mechanisms(FURTHER)
    yield "seven more: named", named, total
    yield "the nine, on all forms, activations and seeds: named", *nine()
    yield "weight decay: told as it is", *decay()
    yield "two drawn mistakes at once: both named, nothing else", *pairs()
    yield "right programs: called wrong", *right()
    yield "wrong programs outside the grammar: with a name", *outside()


def main():
    """Print the table."""
    warnings.simplefilter("ignore")
    print("| programs | of them | of |\n|---|---|---|")
    for text, *numbers in rows():
        print(f"| {text} | {' | '.join(map(str, numbers))} |", flush=True)
    print("\n| slowest diagnosis | seconds |\n|---|---|")
    for form in ("3-5-4-2", "1-64-1"):
        print(f"| {form} | {slowest(form)[0]:.2f} |", flush=True)
    print(f"| eleven layers | {slowest((3,) * 12, ns=(3,))[0]:.2f} |")


if __name__ == "__main__":
    main()
