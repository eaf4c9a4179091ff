"""What is done after the response, in lanes that never wait for one another.

Others import `lanes` to register one; the command run_worker works in them. `heartbeats` tell that it is alive.
"""
