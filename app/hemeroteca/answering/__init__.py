"""From a question and what the reader found to a cited answer, or to the reason why there is none."""
