"""In which line of a TOML file a setting stands, for messages.

Each line is read by itself: a heading opens a table, and what stands before an equals
sign is a key in it.
"""

import tomllib


def line_of(text, keys):
    """The number of the line of a setting, from 1, or of the table that it is in."""
    found, table = 1, ()
    best = 0
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            path = table = _keys(stripped.partition("#")[0]) or table
        else:
            before = line.partition("=")[0]
            path = (*table, *_keys(f"{before}= 0")) if "=" in line else ()
        same = _same(path, keys)
        if same > best:
            found, best = number, same
    return found


def _keys(line):
    """The keys of a line of TOML, from the outermost; () for anything else."""
    try:
        inside = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    keys = []
    while isinstance(inside, dict) and inside:
        (key, inside), *_ = inside.items()
        keys.append(key)
    return tuple(keys)


def _same(path, keys):
    """How many keys of a path are those that are looked for; 0 if others follow."""
    keys = tuple(map(str, keys))
    return len(path) if path == keys[: len(path)] else 0
