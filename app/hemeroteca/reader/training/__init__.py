"""From question sets to the reader's weights: ``python -m hemeroteca.reader.training --help``."""
