"""Figures for Prometheus, where METRICS_TOKEN is set; nothing of this is imported where it is not.

What a web process counts, such as requests by route, stands in `counts`, and in files of `folder` that all processes
of one web server share. What rows tell, such as how long mails wait, is read from the database when somebody asks
(`figures`). `middleware` counts and answers at /metrics. No figure has anything of a person in it: names are those of
routes, states and jobs, never a path or what somebody typed.
"""
