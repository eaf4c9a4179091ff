"""Whether all is well: looked at anew whenever somebody asks, and said in plain words.

`findings` says what a look comes to; `database`, `disk`, `lists` and `running` look; `checks` has all looks in one
table, and which of them a web server cannot do without; `asking` takes them within a limit of time; `views` answers
balancers and people, whatever host they ask for (`middleware`); `status_page` shows staff more; `alerts` writes to the
owners. Import its modules.
"""
