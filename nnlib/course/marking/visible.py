"""Letters that act where they should be seen: control letters, and turns of the text.

All that students wrote, and the names of their files, go through here before they are
written for a person.
"""

import unicodedata

KEPT = "\n\t\u200c\u200d"  # lines, columns, and the joints of letters and of pictures
ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")  # Unicode's categories
PICTURES, DELETE = 0x2400, 0x7F  # of the first 32 letters, such as ␛; and the last one


class _Table(dict):
    """What stands for a letter; what is asked for once is remembered."""

    def __missing__(self, number):
        letter = self[number] = _shown(chr(number))
        return letter


def visible(text):
    """The text with letters that act shown as signs: ␛, or [U+202E]."""
    return text.replace("\r\n", "\n").translate(TABLE)


def one_line(text):
    """The same in one line, for a terminal or a table."""
    return " ".join(visible(text).split())


def _shown(letter):
    if letter in KEPT or unicodedata.category(letter) not in ACTING:
        return letter
    if ord(letter) < ord(" "):
        return chr(PICTURES + ord(letter))
    return "␡" if ord(letter) == DELETE else f"[U+{ord(letter):04X}]"


TABLE = _Table()
