"""The interface for programs, version 1: everything the directory publishes, as JSON, for reading.

Others import documentation (interface, openapi_schema, and their pages), middleware, and the address ROOT of endpoints.

Modules: endpoints (the addresses), schemas and finder_result (the answers' shapes), cursors (long lists in pages),
problems (mistakes), middleware (what holds for every answer), documentation (the OpenAPI document, and the page made
from it).
"""
