"""Explanations of a program's gradients, from the output layer on.

Each way in which a mistake may reach the layer before gives a story of its own to go
on with there. The one with the fewest unknown gradients and mistakes is believed.
"""

from typing import NamedTuple

from nnlib.gradcheck import compare
from nnlib.mistakes.cases import Case
from nnlib.mistakes.findings import finding
from nnlib.mistakes.kinks import every_slope
from nnlib.mistakes.known import MISTAKES
from nnlib.mistakes.layers import Layer
from nnlib.mistakes.search import Wanted
from nnlib.network import Network

WIDEST = 6  # stories that are followed at a time
DEEP = 2  # of them, where two choices are wrong


class Story(NamedTuple):
    """One explanation of the layers seen so far.

    cases     those in which it is known what is handed on, by number
    dA        dL/da of the layer that hands on, in each case
    delta     its delta as it is handed on
    findings  the last layer's first
    made      the variants, each as often as it stands in a finding
    """

    cases: dict
    dA: dict
    delta: dict
    findings: tuple = ()
    made: tuple = ()

    @property
    def is_known(self):
        """Whether all gradients so far are explained."""
        return all(finding.verdict != "unknown" for finding in self.findings)

    def cost(self):
        """Count the unexplained gradients, then the mistakes: the least is believed."""
        unknown = sum(finding.verdict == "unknown" for finding in self.findings)
        return unknown, len({variant.name for variant in self.made}), len(self.made)

    def goes_on(self, dA, delta, findings, made):
        """The story with one more layer."""
        cases = {i: case for i, case in self.cases.items() if i in delta}
        findings, made = (*self.findings, *findings), (*self.made, *made)
        return Story(cases, dA, delta, findings, made)


def explained(network, given, cases, deepest):
    """The best story of all layers: of the given case, number 0, and of the others."""
    numbered = dict(enumerate([given, *cases]))
    start = {i: case.dA for i, case in numbered.items()}
    stories = [Story(numbered, start, start)]
    search = Search(network, given, deepest, bool(cases))
    for index in reversed(range(len(given.caches))):
        longer = search.longer(stories, index)
        stories = sorted(longer, key=Story.cost)[:WIDEST]
    return stories[0]


class Search(NamedTuple):
    """How far is searched: so many wrong choices in a layer, with probes or without."""

    network: Network
    given: Case
    deepest: int
    probed: bool

    def longer(self, stories, index):
        """Yield the stories that explain layer `index` as well."""
        layers = [layer for story in stories for layer in self.kinks(story, index)]
        for level in range(self.deepest + 1):
            found = [
                (layer, explained)
                for layer in (layers if level < 2 else layers[:DEEP])
                if level <= self.most(layer)
                for explained in layer.of_W(level, self.probed)
            ]
            if found:
                for layer, *explained in _told_together(found):
                    yield from self.with_W(layer, *explained)
                return
        yield from self.without_W(layers[0])

    def most(self, layer):
        """How many wrong choices are believed: few, if few cases can speak against."""
        story = layer.story
        most = self.deepest if story.is_known else min(self.deepest, 1)
        return min(most, len(story.cases) - 1) if self.probed else most

    def kinks(self, story, index):
        """Yield the layer with each of the slopes that its activation may have."""
        slopes = {
            i: every_slope(case.network.layers[index].activation, case.caches[index].Z)
            for i, case in story.cases.items()
        }
        for k in range(max(map(len, slopes.values()))):
            own = {i: way[k] if k < len(way) else way[0] for i, way in slopes.items()}
            yield Layer(story, self.network, index, own)

    def with_W(self, layer, of_W, others):
        """Yield the stories with W explained: say of b, and hand delta on."""
        findings = [self.finding(layer, "W", of_W, others)]
        made, handed = [*of_W.passing, *of_W.own], [of_W.handed, of_W.delta]
        handed.append(layer.right_delta(of_W.dA))
        if self.network.layers[layer.index].b is not None:
            of_b = self.first(layer, lambda level: layer.of_b(of_W, level, self.probed))
            if of_b:
                of_b = of_b._replace(passing=of_W.passing, lr=of_W.lr)
                made += [variant for variant in of_b.own if variant not in of_W.own]
                handed.append(of_b.handed)
            findings.insert(0, self.finding(layer, "b", of_b))
        for delta in _different(handed):
            yield layer.story.goes_on(of_W.dA, delta, findings, made)

    def without_W(self, layer):
        """Yield the stories in which W stays unknown: b or W itself may show delta."""
        findings, made, handed = [self.finding(layer, "W", None)], [], []
        dA = layer.come_back()
        if self.network.layers[layer.index].b is not None:
            of_b = self.first(layer, lambda level: layer.by_b(level, self.probed))
            findings.insert(0, self.finding(layer, "b", of_b))
            if of_b:
                made = [*of_b.passing, *of_b.own]
                handed.append(of_b.handed)
        handed += [layer.right_delta(dA), layer.shown_delta()]
        for delta in _different(handed):
            yield layer.story.goes_on(dA, delta, findings, made)

    def first(self, layer, explanations):
        """The first of the shortest explanations, of the lowest level that has one."""
        for level in range(self.deepest + 1):
            if level <= self.most(layer) and (found := explanations(level)):
                return min(found, key=lambda one: len(one.names))
        return None

    def finding(self, layer, name, explained, others=()):
        """What is wrong with one gradient of a layer."""
        story = layer.story
        wanted = Wanted(name, layer.index, story.cases)
        later = bool(story.made) or not story.is_known
        return finding(wanted, self.given, explained, others, later)


def _told_together(found):
    """Yield the shortest, each with the names of what hands on the same everywhere."""
    least = min(len(explained.names) for _, explained in found)
    groups = []
    for layer, explained in sorted(found, key=lambda one: _rank(one[1])):
        if len(explained.names) > least:
            break
        for _, first, others in groups:
            if _alike(first.handed, explained.handed):
                if explained.places != first.places:
                    others.append(" and ".join(explained.names))
                break
        else:
            groups.append((layer, explained, []))
    for layer, explained, others in groups:
        yield layer, explained, tuple(dict.fromkeys(others))


def _rank(explained):
    """The shortest first, among them what is best known and does not come back."""
    unfamiliar = sum(name not in MISTAKES for name in explained.names)
    return len(explained.names), unfamiliar, len(explained.passing)


def _alike(one, two):
    return one.keys() == two.keys() and all(
        compare("", one[i], two[i], tolerance=1e-9).ok for i in one
    )


def _different(deltas):
    found = []
    for delta in deltas:
        if delta and not any(_alike(delta, other) for other in found):
            found.append(delta)
    return found
