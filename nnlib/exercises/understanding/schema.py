"""A worked solution with a table of operations, and all mistakes in it."""

import ast
import functools
import inspect
import textwrap
from typing import NamedTuple

import numpy as np

from nnlib.exercises.understanding.expressions import TABLE
from nnlib.exercises.understanding.rewriting import SLIP, Rewriter
from nnlib.exercises.understanding.slipping import statements_changed
from nnlib.exercises.understanding.words import Words


class Mistake(NamedTuple):
    """One mistake: what is said of it, and its entries in the table."""

    words: str
    entries: tuple  # pairs of (number of the site, entry)
    places: tuple = ()  # the values in which it is made, in words; () if unknown
    rank: int = 0
    shapes: bool = False  # whether another mistake may make up for the shape it gives
    by_hand: bool = False
    statements: frozenset = frozenset()

    @property
    def sites(self):
        """The numbers of its sites."""
        return {number for number, _ in self.entries}

    def goes_with(self, other):
        """Whether both can be made at once."""
        if self.by_hand or other.by_hand:
            return not self.statements & other.statements
        return not self.sites & other.sites


class Schema:
    """The reference of an exercise, compiled once for all mistakes in it."""

    def __init__(self, exercise):
        source = textwrap.dedent(inspect.getsource(exercise.reference))
        (tree,) = ast.parse(source).body
        if not isinstance(tree, ast.FunctionDef):
            raise ValueError(f"a function with def needed; got {source!r}.")
        by_hand = [one for one in exercise.mistakes if one.source]
        by_hand = [one for one in by_hand if not one.message.startswith("Two things")]
        changed = statements_changed(tree, [one.source for one in by_hand])
        self._rewriter = Rewriter(tree, Words(tree, source), changed)
        self.sites = self._rewriter.sites
        self.slips = [
            self._slip(number, one.message, changed)
            for number, one in enumerate(by_hand)
        ]
        tree.args.args.insert(0, ast.arg(TABLE))
        module = ast.fix_missing_locations(ast.Module([tree], []))
        names = {"np": np} | vars(inspect.getmodule(exercise.reference))
        exec(compile(module, "<a worked solution>", "exec"), names)
        self._function = names[exercise.name]
        self.usual = [site.usual for site in self.sites]

    def _slip(self, number, message, changed):
        where = {key for key, blocks in changed.items() if number in blocks}
        entries = tuple(
            (place, number)
            for place, site in enumerate(self.sites)
            if site.statement in where and site.like == SLIP
        )
        places = tuple(self.sites[place].where for place, _ in entries)
        return Mistake(
            message, entries, places, by_hand=True, statements=frozenset(where)
        )

    def run(self, entries, arguments, table=list):
        """What comes out of the worked solution with these entries."""
        table = table(self.usual)
        for number, entry in entries:
            table[number] = entry
        return self._function(table, *arguments)

    def mutants(self, arguments):
        """All mistakes in one operation, and the same one in all places alike."""
        exchanged = self._exchanged(arguments)
        single, alike = [], {}
        for number, site in enumerate(self.sites):
            for index, variant in enumerate(site.variants):
                entry = variant.entry
                if site.name:
                    if entry not in exchanged.get(number, ()):
                        continue
                    entry = functools.partial(_value_of, entry)
                one = _mutant(site, variant, (number, entry))
                single.append(one)
                for key in _groups(site, variant, index):
                    alike.setdefault(key, []).append(one)
        return single + _merged(alike.values())

    def _exchanged(self, arguments):
        """By site of a name, the other variables of the same form."""
        found = {}

        def watch(number, name, names):
            value = names[name]
            form = _form(value)
            found[number] = {
                other
                for other, one in names.items()
                if form is not None and _form(one) == form and one is not value
            }
            return value

        entries = [
            (number, functools.partial(watch, number, site.name))
            for number, site in enumerate(self.sites)
            if site.name
        ]
        self.run(entries, arguments)
        return found


def _mutant(site, variant, entry):
    return Mistake(
        words=variant.words,
        entries=(entry,),
        places=(site.where,) if site.where else (),
        rank=variant.rank,
        shapes=variant.shapes,
        statements=frozenset([site.statement]),
    )


def _groups(site, variant, index):
    """Keys of the groups in which a variant is the same mistake as others."""
    yield site.like, variant.words if site.name else index  # in layers alike
    if site.name or variant.named:
        yield variant.words
    if site.name:
        yield site.statement, variant.words
    if site.twin:  # an activation and its slope
        others = [one for one in ("tanh", "ReLU", "left out") if one in variant.words]
        yield site.twin, *others


def _value_of(name, names):
    return names[name]


def _form(value):
    """The shape of an array or a number; None for what cannot be exchanged."""
    numbers = np.ndarray, np.generic, int, float
    return np.shape(value) if isinstance(value, numbers) else None


def _merged(groups):
    """The same mistake made in several places at once."""
    found = {}
    for group in groups:
        sites = [number for one in group for number in one.sites]
        if 1 < len(sites) == len(set(sites)):
            entries = tuple(entry for one in group for entry in one.entries)
            places = [one.places for one in group]
            known = dict.fromkeys(place for one in places for place in one)
            first = group[0]
            found[entries] = first._replace(
                entries=entries,
                places=tuple(known) if all(places) else (),
                words=" and ".join(dict.fromkeys(one.words for one in group)),
                statements=frozenset().union(*(one.statements for one in group)),
            )
    return list(found.values())
