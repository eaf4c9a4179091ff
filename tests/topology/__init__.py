"""The whole site as it is hosted, as processes of this machine: nginx in front, two machines, workers, scheduler.

    python -m tests.topology

serves it until it is stopped; drills use `topology_in` of the module `site`.
"""
