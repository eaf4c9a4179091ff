"""What a page says once and shows twice, such as its title."""

from django import template
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString

register = template.Library()


class Told(Node):
    """Draws what is inside of it into a variable: blocks of a page may stand there."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def told(parser: Parser, token: Token) -> Told:
    """Keep what is drawn until `{% endtold %}` under the name given, for the rest of the template."""
    _, name = token.split_contents()
    nodelist = parser.parse(["endtold"])
    parser.delete_first_token()
    return Told(name, nodelist)
