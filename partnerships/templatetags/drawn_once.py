"""Parts of a page that depend on one thing only, which is kept: they are drawn once for it, and kept with it."""

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

register = template.Library()


class DrawnOnce(template.Node):
    """What stands between the tags. `holder` has the `parts` drawn before, by name."""

    def __init__(self, holder: FilterExpression, name: str, nodelist: NodeList) -> None:
        self.holder, self.name, self.nodelist = holder, name, nodelist

    def render(self, context: Context) -> SafeString:
        parts: dict[str, SafeString] = self.holder.resolve(context).parts
        if self.name not in parts:
            parts[self.name] = self.nodelist.render(context)
        return parts[self.name]


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """Draw what stands between `{% drawn_once HOLDER NAME %}` and `{% enddrawn_once %}` once for that holder.

    It may show nothing but the holder and the public content.
    """
    _, holder, name = token.split_contents()
    nodelist = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(parser.compile_filter(holder), name, nodelist)
