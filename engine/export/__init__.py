"""Other notations for a model: Promela for Spin, TLA+ for TLC, the state graph as DOT or JSON."""
