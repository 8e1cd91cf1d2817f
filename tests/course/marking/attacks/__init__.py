"""Programs that cheat, break out or do harm: cells in the place of an answer.

Each is the answer to exercise 1.2, which none of them solves. Words in capitals are
filled in: FOLDER of the submissions, BOOK for the gradebook, MARKER for the marker's
process, PORT where somebody listens, SECRET for a file of the instructor's.
"""

from tests.course.marking.attacks.breaking_out import BREAKING_OUT
from tests.course.marking.attacks.exhausting import EXHAUSTING
from tests.course.marking.attacks.looking import LOOKING
from tests.course.marking.attacks.replying import REPLYING
from tests.course.marking.attacks.tampering import TAMPERING

ATTACKS = {
    f"{kind}: {name}": source
    for kinds in (LOOKING, TAMPERING, REPLYING, BREAKING_OUT, EXHAUSTING)
    for kind, attacks in kinds.items()
    for name, source in attacks.items()
}
