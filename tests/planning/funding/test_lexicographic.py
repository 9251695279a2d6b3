"""Goals one after the other: none is given up for a later one, and nothing reaches stdout."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from techplan.book.problem import PlanError
from techplan.planning.funding.lexicographic import LexicographicSolver, Program


def test_the_second_goal_chooses_among_the_optima_of_the_first():
    program = Program()
    x, y, z = (program.column(10.0) for _ in range(3))
    row = program.at_most(12.0)
    program.entries += [(row, column, 1.0) for column in (x, y, z)]
    solver = LexicographicSolver(program)
    assert solver.minimise(np.array([-1.0, -1.0, 0.0])) == -12.0
    assert solver.minimise(np.array([1.0, 0.0, 0.0])) == 2.0
    assert solver.values().tolist() == [2.0, 10.0, 0.0]


def test_a_goal_that_costs_nothing_yet_is_kept_without_a_solve():
    program = Program()
    x, y = program.column(5.0), program.column(5.0)
    row = program.at_most(5.0)
    program.entries += [(row, x, 1.0), (row, y, 1.0)]
    solver = LexicographicSolver(program)
    assert solver.minimise(np.array([-1.0, 0.0])) == -5.0
    assert solver.minimise(np.array([0.0, 1.0])) == 0.0
    assert solver.minimise(np.array([0.0, -1.0])) == 0.0
    assert solver.values().tolist() == [5.0, 0.0]


def test_a_program_without_an_answer_is_an_error_in_words():
    program = Program()
    column = program.column(1.0)
    row = program.equation(2.0)
    program.entries.append((row, column, 1.0))
    with pytest.raises(PlanError, match="no proven optimum"):
        LexicographicSolver(program).minimise(np.array([1.0]))


def test_the_solvers_banner_stays_off_stdout(capfd):
    program = Program()
    program.column(1.0)
    LexicographicSolver(program).minimise(np.array([-1.0]))
    assert capfd.readouterr().out == ""


whole = st.integers(-3, 3)


@settings(max_examples=80, deadline=None)
@given(
    factors=st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=1, max_size=4),
    bounds=st.lists(st.integers(0, 20), min_size=4, max_size=4),
    goals=st.lists(st.lists(whole, min_size=4, max_size=4), min_size=1, max_size=4),
)
def test_every_goal_has_the_optimum_that_an_independent_solver_finds(factors, bounds, goals):
    program = Program()
    columns = [program.column(9.0) for _ in range(4)]
    for factor, bound in zip(factors, bounds, strict=False):
        row = program.at_most(float(bound))
        program.entries += [(row, column, float(f)) for column, f in zip(columns, factor, strict=True) if f]
    solver = LexicographicSolver(program)
    limits = [(list(map(float, factor)), float(bound)) for factor, bound in zip(factors, bounds, strict=False)]
    for goal in goals:
        least = solver.minimise(np.array(goal, dtype=float))
        other = linprog(goal, A_ub=[row for row, _ in limits], b_ub=[b for _, b in limits], bounds=(0, 9))
        assert least == pytest.approx(other.fun, abs=1e-6)
        limits.append((list(map(float, goal)), other.fun + 1e-9))
    answer = solver.values()
    for row, bound in limits:
        assert float(np.dot(row, answer)) <= bound + 1e-6
