"""Which statements of a notebook others need: by the names that they change."""

import ast


def needed(statements, wanted):
    """Of pairs (names that it changes, statement) the places of those that are needed.

    `wanted` are the names that are used elsewhere. What a needed statement uses is
    needed too.
    """
    wanted, chosen, before = {"*", *wanted}, set(), -1
    while len(chosen) > before:
        before = len(chosen)
        for place, (changes, node) in enumerate(statements):
            if place not in chosen and changes & wanted:
                chosen.add(place)
                wanted |= names_in(node)
    return chosen


def names_in(node):
    """All names in a statement."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def changed_by(node, modules=()):
    """The names that a statement defines or changes, also by a method of theirs.

    Methods of `modules`, such as np.random.seed, change none.
    """
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    names = set()
    for part in ast.walk(node):
        match part:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {(one.asname or one.name).split(".")[0] for one in aliases}
            case ast.Name(ctx=ast.Store() | ast.Del(), id=name):
                names.add(name)
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                names |= _root(part)
            case ast.Call(func=ast.Attribute() as method):
                names |= _root(method) - {*modules}
    return names


def imported_by(node):
    """The names that a statement imports."""
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return set()
    return changed_by(node)


def tried_by(node):
    """The packages that a statement imports where it knows what to do without them."""
    caught = [part for part in ast.walk(node) if isinstance(part, ast.Try)]
    imports = [
        part
        for one in caught
        if any(_catches_imports(handler) for handler in one.handlers)
        for statement in one.body
        for part in ast.walk(statement)
        if isinstance(part, (ast.Import, ast.ImportFrom))
    ]
    names = {alias.name for one in imports for alias in one.names}
    names |= {one.module or "" for one in imports if isinstance(one, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


def _catches_imports(handler):
    names = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
    return handler.type is None or bool(names & names_in(handler.type))


def _root(node):
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()
