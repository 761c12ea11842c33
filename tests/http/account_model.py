"""
An account as its clients see it, one operation at a time: the standard licence (product.md, Changing a quantity) and whether
bo may change it, which anna decides (product.md, Who gets in). Each function says what an operation is answered in a state, and
what the state is then; a new kind of operation is one more of them in STEPS.
"""
import collections

State = collections.namedtuple("State", "purchased next may")

NO_RIGHT = 403


def decided(state, wanted):
    """The outcome of asking for a total, and the state afterwards."""
    if wanted > state.purchased:
        return "bought", state._replace(purchased=wanted, next=wanted)
    if wanted == state.next:
        return "unchanged", state
    if wanted == state.purchased:
        return "kept", state._replace(next=wanted)
    return "scaled-down", state._replace(next=wanted)


def read(state, _):
    return (state.purchased, state.next), state


def preview(state, what):
    """who, wanted: shows what there is, and what it would be."""
    if what["who"] == "bo" and not state.may:
        return NO_RIGHT, state
    return (state.purchased, state.next, decided(state, what["wanted"])[0]), state


def confirm(state, what):
    """who, wanted, shown: what the preview showed; if that has moved on, 409."""
    if what["who"] == "bo" and not state.may:
        return NO_RIGHT, state
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


STEPS = {function.__name__: function for function in (read, preview, confirm, put, switch, look)}


def step(state, operation):
    """As linearize.explain wants it."""
    answer, after = STEPS[operation.what["kind"]](state, operation.what)
    if operation.answered is None:
        return {state, after}
    return after if answer == operation.result else None
