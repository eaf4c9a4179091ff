"""What colleagues call one another."""

from django import template

from partnerships.text.sentences import name_of

register = template.Library()
register.filter("name_of", name_of)
