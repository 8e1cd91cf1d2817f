"""Who handed in, where a platform says so in a file of its own.

Of those files only the few lines are read that are needed.
"""

import re
from collections import Counter

METADATA = "submission_metadata.yml"
LARGEST = 10 * 2**20  # bytes of the metadata of a class
LARGEST_TEXT = 4000  # bytes of the text beside an attempt
USER = re.compile(r".*\((?P<user>[^()]+)\)\s*$")  # Name: Ada Lovelace (s1234567)


def of_gradescope(names, texts):
    """From submission_456 to its students, as `submission_metadata.yml` has them."""
    known = {}
    for key, people, date in _submissions(texts([METADATA], LARGEST).get(METADATA, "")):
        found = [person for person in people if person.get("name")]
        if found:
            student = ", ".join(person["name"] for person in found)
            known[key] = student, _others(found), date
    counts = Counter((student, others) for student, others, _ in known.values())
    doubled = Counter(student for student, _ in counts)
    return {
        key: (_full(student, others, doubled), others, date)
        for key, (student, others, date) in known.items()
    }


def _full(student, others, doubled):
    """The name; with the number or the address where two students have one name."""
    return student if doubled[student] < 2 else f"{student} ({', '.join(others)})"


def _others(people):
    return tuple(p[field] for p in people for field in ("sid", "email") if p.get(field))


def _submissions(yaml):
    """Each submission of the file: its key, its people, and its date.

    The lines that count begin at fixed places; what students wrote is further in.
    """
    key, people, date, inside = "", [], "", False
    for line in yaml.splitlines():
        if match := re.match(r"[\"']?(submission_\d+)[\"']?:", line):
            if key:
                yield key, people, date
            key, people, date, inside = match[1], [], "", False
        elif match := re.match(r"  :?(\w+):(.*)", line):
            inside = match[1] == "submitters"
            date = _plain(match[2]) if match[1] == "created_at" else date
        elif inside and (match := re.match(r" {2,4}(-| ) :?(\w+):(.*)", line)):
            if match[1] == "-":
                people.append({})
            if people:
                people[-1][match[2]] = _plain(match[3])
    if key:
        yield key, people, date


def _plain(scalar):
    """A text of YAML that stands on one line."""
    scalar = scalar.strip()
    if scalar[:1] == "'" == scalar[-1:] and scalar[1:]:
        return scalar[1:-1].replace("''", "'")
    if scalar[:1] == '"' == scalar[-1:] and scalar[1:]:
        return re.sub(r"\\(x..|u.{4}|U.{8}|.)", _unescaped, scalar[1:-1])
    return "" if scalar in ("null", "~") else scalar


def _unescaped(match):
    code = match[1]
    try:
        return chr(int(code[1:], 16)) if code[1:] else code
    except (ValueError, OverflowError):
        return match[0]


def of_blackboard(names, texts):
    """From TITLE_user to the user, by the text beside each attempt.

    Without it the title is the longest beginning that most of the students share.
    """
    attempt = re.compile(r"([^/]+)_attempt_[\d-]{19}(_.+|\.txt)")
    keys = {name: match[1] for name in names if (match := attempt.fullmatch(name))}
    known = {}
    beside = [name for name in keys if re.search(r"_attempt_[\d-]{19}\.txt$", name)]
    for name, text in texts(beside, LARGEST_TEXT).items():
        first, key = text.lstrip("\ufeff").partition("\n")[0], keys[name]
        if (match := USER.match(first)) and key.endswith(f"_{match['user']}"):
            named = first.partition(":")[2].rpartition("(")[0].strip()
            known[key] = match["user"], (named,) if named else (), ""
    unknown = {key for key in keys.values() if key not in known}
    return known | {key: (user, (), "") for key, user in _users(unknown).items()}


def _users(keys):
    titles = Counter(key[:place] for key in keys for place in _places(key))
    users = {}
    for key in keys:
        if found := [key[:place] for place in _places(key)]:
            title = max(found, key=lambda title: (titles[title], len(title)))
            users[key] = key[len(title) + 1 :]
    return users


def _places(key):
    return [place for place, letter in enumerate(key[:-1]) if letter == "_" and place]
