"""All texts that a person reads, by message id, in every language (docs/words.md)."""
