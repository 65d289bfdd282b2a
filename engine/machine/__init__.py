"""The modelled machine: the packed state, its layout, what each primitive does to it, what must hold.

Knows nothing of C: `engine.run` joins the instructions of `engine.lang` with the operations here.
"""
