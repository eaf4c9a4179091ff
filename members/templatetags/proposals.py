"""Who reads what is proposed."""

from django import template

from members.proposals import reviewing

register = template.Library()
register.simple_tag(reviewing.reviewers_of)
