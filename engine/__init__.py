"""ptscope's engine: page tables, kernel C and the runs of it. Pure, synchronous, deterministic."""
