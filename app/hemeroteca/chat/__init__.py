"""The web chat: a page and an API endpoint over an archive. Nothing heavy is imported here."""
