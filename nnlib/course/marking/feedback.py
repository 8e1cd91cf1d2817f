"""A page of feedback: what a student wrote, what it got, and what to try next.

The page stands alone and runs nothing. It shows no answers and no inputs of the cases.
"""

import re
from html import escape

from nnlib.course.marking.masters import answer_cell
from nnlib.course.marking.rows import BY_HAND, TO_MARK
from nnlib.exercises.blocks import Block, in_html
from nnlib.exercises.catalogue import exercises_of
from nnlib.exercises.judging import RIGHT

MOST = 20_000  # letters of an answer that are shown
# They turn the order of what is shown around: Unicode's property Bidi_Control.
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
VISIBLE = {ord(letter): f"[U+{ord(letter):04X}]" for letter in TURNING}
HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
* {{ box-sizing: border-box }}
body {{ font: 16px/1.45 "DejaVu Sans", Verdana, sans-serif; color: #222;
       max-width: 48em; margin: 0 auto; padding: 1em; overflow-wrap: anywhere }}
h1 {{ font-size: 1.4em; margin: 0 0 .3em }}
section {{ margin: 1.8em 0 }}
pre {{ background: #f4f4f4; padding: .7em; margin: .6em 0; overflow-x: auto;
      font-size: .85em }}
pre.text {{ white-space: pre-wrap; font-family: inherit; font-size: 1em }}
.block {{ border-left: 5px solid #999; padding: 4px 0 4px 12px }}
</style>
</head>
<body>
"""


def feedback_page(marked, rows):
    """The page for a marked submission with its rows, as HTML."""
    submission = marked.submission
    title = f"Feedback: {rows[0].notebook.replace('_', ' ') or submission.path}"
    page = [HEAD.format(title=escape(title)), f"<h1>{escape(title)}</h1>\n"]
    points = "" if submission.notebook is None else total(rows)
    page.append(f"<p>{escape(submission.student)}<br><strong>{points}</strong>\n")
    page += [f"<p>{escape(problem)}\n" for problem in submission.problems]
    if submission.notebook is not None:
        verdicts = {verdict.id: verdict for verdict in marked.verdicts}
        exercises = {e.id: e for e in exercises_of(submission.notebook)}
        wrong = [
            exercise.name
            for id, exercise in exercises.items()
            if id in verdicts and verdicts[id].status != RIGHT
        ]
        for row in rows:
            exercise, verdict = exercises.get(row.exercise), verdicts.get(row.exercise)
            if exercise is None:
                page += _written(row, submission.written.get(row.exercise, ""))
            elif verdict:
                source = submission.cells.get(answer_cell(exercise), "")
                page += _exercise(row, exercise, verdict, source, wrong)
            else:
                page += _block(row)
    return "".join([*page, "</body>\n</html>\n"]).translate(VISIBLE)


def total(rows):
    """The points of all rows in words."""
    points = sum(row.points or 0 for row in rows)
    waiting = sum(row.of for row in rows if row.points is None)
    words = f"{points:g} of {sum(row.of for row in rows):g} points"
    return (
        f"{words}; {waiting:g} more points are still to be marked" if waiting else words
    )


def _exercise(row, exercise, verdict, source, wrong):
    yield f"<section>\n{Block(verdict)._repr_html_()}\n{_by_hand(row)}"
    others = [name for name in wrong if name != exercise.name]
    used = [name for name in others if re.search(rf"\b{name}\b", source)]
    if verdict.status != RIGHT and used:
        yield f"<p>It uses functions that are not right yet: {', '.join(used)}.\n"
    if source:
        yield _code(source)
    if verdict.status != RIGHT and exercise.hints:
        hints = "".join(f"<li>{in_html(hint)}</li>\n" for hint in exercise.hints)
        yield f"<details><summary>Hints</summary>\n<ol>\n{hints}</ol></details>\n"
    yield "</section>\n"


def _written(row, text):
    yield from _block(row, end="")
    if text:
        yield f'<pre class="text">{escape(_capped(text))}</pre>\n'
    yield "</section>\n"


def _block(row, end="</section>\n"):
    marks = "still to be marked" if row.status == TO_MARK else row.status
    message = f"<br>{escape(row.message)}" if row.message else ""
    yield (
        f'<section>\n<div class="block"><strong>{escape(row.title)}: {marks}</strong>'
        f"{message}</div>\n{_by_hand(row)}{end}"
    )


def _by_hand(row):
    """Points given by hand, and the comment."""
    html = ""
    if row.status == BY_HAND:
        html = f"<p>{row.points:g} of {row.of:g} points, given by hand.\n"
    comment = escape(row.comment).replace("\n", "<br>")
    return html + (f"<p>Comment: {comment}\n" if comment else "")


def _code(source):
    return f"<pre><code>{escape(_capped(source))}</code></pre>\n"


def _capped(text):
    return text if len(text) <= MOST else f"{text[:MOST]}\n... (cut here)"
