"""
An account as its clients see it, one operation at a time: the standard licence (product.md, Changing a quantity, Undo), whether
bo may change it, which anna decides (product.md, Who gets in), and one employee's last day (product.md, Plans). Each function says what an operation is answered in a state, and
what the state is then; a new kind of operation is one more of them in STEPS.
"""
import collections

# before: (purchased, next) before the last purchase, while that can be taken back; plan: its number and its day; plans: the last
# number that a plan was given
State = collections.namedtuple("State", "purchased next may before plan plans", defaults=(None, None, 0))

NO_RIGHT = 403
NONE = 422          # there is nothing to take back
GONE = 404


def guarded(function):
    """who: bo may do this only as long as anna lets him."""
    def checked(state, what):
        return (NO_RIGHT, state) if what["who"] == "bo" and not state.may else function(state, what)
    checked.__name__ = function.__name__
    return checked


def decided(state, wanted):
    """The outcome of asking for a total, and the state afterwards."""
    if wanted > state.purchased:
        return "bought", state._replace(purchased=wanted, next=wanted, before=(state.purchased, state.next))
    if wanted == state.next:
        return "unchanged", state
    if wanted == state.purchased:
        return "kept", state._replace(next=wanted, before=None)
    return "scaled-down", state._replace(next=wanted, before=None)


def read(state, _):
    return (state.purchased, state.next), state


@guarded
def preview(state, what):
    """wanted: shows what there is, and what it would be."""
    return (state.purchased, state.next, decided(state, what["wanted"])[0]), state


@guarded
def confirm(state, what):
    """wanted, shown: what the preview showed; if that has moved on, 409."""
    if (state.purchased, state.next) != what["shown"]:
        return 409, state
    return 303, decided(state, what["wanted"])[1]


def put(state, what):
    """wanted: a partner's total, whatever there is."""
    return decided(state, what["wanted"])


def switch(state, what):
    """on: whether bo may change; anna's switch, which says whether it changed anything."""
    return state.may != what["on"], state._replace(may=what["on"])


def look(state, _):
    return state.may, state


@guarded
def preview_undo(state, _):
    return (state.purchased, state.next, *state.before) if state.before else NONE, state


@guarded
def undo(state, what):
    """shown: what the preview showed."""
    if not state.before:
        return NONE, state
    if (state.purchased, state.next, *state.before) != what["shown"]:
        return 409, state
    return 303, state._replace(purchased=state.before[0], next=state.before[1], before=None)


@guarded
def plan(state, what):
    """day: whether it is another one than before; a new plan replaces the old, and has a number of its own."""
    if state.plan and state.plan[1] == what["day"]:
        return False, state
    return True, state._replace(plan=(state.plans + 1, what["day"]), plans=state.plans + 1)


@guarded
def cancel(state, what):
    """plan: a number, as it was seen."""
    if not state.plan or state.plan[0] != what["plan"]:
        return GONE, state
    return 303, state._replace(plan=None)


def look_at_plans(state, _):
    return state.plan or (), state


STEPS = {function.__name__: function for function in (read, preview, confirm, put, switch, look, preview_undo, undo, plan, cancel,
                                                      look_at_plans)}


def step(state, operation):
    """As linearize.explain wants it."""
    answer, after = STEPS[operation.what["kind"]](state, operation.what)
    if operation.answered is None:
        return {state, after}
    return after if answer == operation.result else None
