"""Lessons: Markdown with live pieces, questions asked of the model, levels with a proved par."""
