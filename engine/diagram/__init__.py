"""A run as the `CPU 0 | CPU 1` text of kernel commit messages, and such a text back as a run."""
