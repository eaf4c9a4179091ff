"""What is done after the response, in lanes that never wait for one another, and what is done once a day.

Others import `lanes` and `daily` to register a lane or a daily job; the command run_worker works in the lanes, and
run_daily does the jobs by `scheduler`. `heartbeats` tell that these are alive, `stopping` when they are to end.
"""
