"""
Is there an order in which these operations, one at a time, would have given the answers that they gave? (Wing and Gong's
search, with Lowe's memory of what has been tried: a set of operations that are placed already, and the state that they led to.)

An operation takes effect at one instant between its being asked for and its answer; one without an answer at any instant
after it was asked for, or never.
"""
import collections

Operation = collections.namedtuple("Operation", "asked answered what result")      # answered: None if it never was


def explain(history, state, step):
    """
    An order of the operations' indexes that gives these answers from that state on; None when there is none.
    step(state, operation) is the state after it, or None where it would have had another answer; the states of an operation
    without an answer are what it may lead to, and step then gives a list of them.
    """
    history = sorted(history, key=lambda operation: operation.asked)
    answered = sum(1 << i for i, operation in enumerate(history) if operation.answered is not None)
    tried = set()
    stack = [(0, state, ())]
    while stack:
        placed, state, order = stack.pop()
        if placed & answered == answered:
            return order
        if (placed, state) in tried:
            continue
        tried.add((placed, state))
        for i in candidates(history, placed):
            for after in states(step, state, history[i]):
                stack.append((placed | 1 << i, after, (*order, i)))
    return None


def candidates(history, placed):
    """What may come next: whatever was asked for before the first answer among the rest."""
    rest = [i for i in range(len(history)) if not placed >> i & 1]
    first = min((history[i].answered for i in rest if history[i].answered is not None), default=float("inf"))
    return [i for i in rest if history[i].asked <= first]


def states(step, state, operation):
    after = step(state, operation)
    if operation.answered is None:
        return after
    return [] if after is None else [after]
