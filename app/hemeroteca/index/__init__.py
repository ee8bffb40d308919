"""The record (SQLite), the terms (FTS5), the vectors (FAISS): what an archive keeps, and how it is written."""
