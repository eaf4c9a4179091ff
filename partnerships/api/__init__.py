"""The interface for programs, version 1: everything the directory publishes, as JSON, for reading.

Modules: endpoints (the addresses), schemas and found (the answers' shapes), cursors (long lists in portions), problems
(mistakes), middleware (what holds for every answer), documentation (the OpenAPI document, and the page made from it).
"""
