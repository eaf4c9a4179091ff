"""The interface for programs, version 1: everything the directory publishes, as JSON, for reading.

Others import documentation (openapi_schema, and the pages of both kinds), middleware, and of endpoints the addresses
and their ROOT.

Modules: endpoints (the addresses), schemas and finder_result (the answers' shapes), cursors (long lists in pages),
problems (mistakes), middleware (what holds for every answer), documentation (the OpenAPI document, and the page made
from it).
"""
