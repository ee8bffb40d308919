"""Question and passages to spans, and to "not here". Training lives beside it."""
