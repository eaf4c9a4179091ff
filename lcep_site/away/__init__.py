"""What is answered while the database is away, by whatever came to need it: not an error of ours, and not for long.

What is kept is given by `kept_answers`. Import its modules.
"""
