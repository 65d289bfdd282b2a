"""The scenarios of February 2002: what the tests that go through every model go through."""

CLASSIC = (
    "fork-write",
    "partial",
    "zap-zap",
    "unshare-unshare",
    "write-write",
    "zap-write",
    "zap-partial",
    "exit-exit",
    "exit-write",
    "fork-fork",
    "partial-partial",
    "partial-write",
    "write-write-idle",
    "zap-fork",
    "zap-zap-idle",
)
