"""
What rules can and cannot conclude: the smallest evidence on which something holds, found by a solver.

Evidence is bounded and symbolic: a few signals, and the readings that conditions look at. What the solver finds becomes
a scenario, and is shown only once the scenario, and the reference evaluator, have confirmed it. What it does not find
cannot happen within the bound, which is said. Needs the extra `assessor[solver]`; `logic` alone knows the library.
"""
