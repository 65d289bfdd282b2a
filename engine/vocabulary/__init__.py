"""The words that `lang` and `machine` both speak: C types, modelled structs, primitives, constants.

Only names and signatures stand here. `lang` checks texts against them, `machine` gives them a meaning,
and `run` joins the two; neither needs to know the other.
"""
