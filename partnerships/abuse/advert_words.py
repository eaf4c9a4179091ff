"""The words that adverts and swindles use, and what speaks for a message, each with its weight: see `adverts`."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """Words that adverts use: `says` is a clause for staff about the sender ("offers loans"), `pattern` any case."""

    says: str
    weight: int
    pattern: re.Pattern[str]


def _sign(says: str, weight: int, *patterns: str) -> Sign:
    return Sign(says, weight, re.compile("|".join(patterns), re.IGNORECASE))


# What is sold. People also write of such things to warn of them, or because a play is about them: so a weight is enough
# by itself only where the words are those of somebody who sells.
WARES = (
    _sign(
        *("sells places in search engines", 4),
        r"\b(first|1st|top) (page|spot|position)s? (of|on|in) google|\bpage (one|1) of google|\btop of google",
        r"\bback-?links?\b|\blink[- ]building|\bdo-?follow|\bdomain authority|\blink insertion",
        r"\bseo (services?|audits?|packages?|experts?|agency|company|reports?|strategy)\b|\bin google'?s? rank",
        r"\brank(ing|s)? (higher|better|first|#1|number one) (on|in) (google|search)",
        r"\bsearch engine (submission|registration|optimi[sz]ation)",
        r"\bregistered (with|in|on) (all )?(the )?search engines",
    ),
    _sign(
        *("sells articles or links on this site", 3),
        r"\bguest[- ]post(s|ing)?\b|\bsponsored (posts?|articles?|content)|\bpaid (posts?|articles?|links?)",
        r"\byour (readers|audience|visitors)\b[^.?!]{0,30}\b(like|love|find|enjoy)",
        r"\bwrite (an article )?for your (site|blog)",
    ),
    _sign(
        *("offers gambling", 3),
        r"\bonline (casino|betting|slots|poker)|\b(free spins|casino bonus|sports? betting|slot games)",
    ),
    _sign(
        *("offers medicines", 3),
        r"\b(viagra|cialis|levitra|tramadol|xanax|ozempic)\b|\b(without (a )?|no )prescription|\bcbd (oil|gummies)",
        r"\b(lose|losing) \d+ ?(lbs|pounds|kilos|kg)|\bweight[- ]loss (pills?|supplements?|patch)|\bmiracle cure",
    ),
    _sign(
        *("offers sex", 3),
        r"\b(porn|webcam girls|sex (cams?|chat|dating)|adult dating|hot (girls|singles)|hookups?)\b|\bhi handsome",
        r"\b(private|hot|naked|nude|sexy) (private )?(photos?|pics?|videos?)|\b(bored|lonely|alone) (and \w+ )?tonight",
    ),
    _sign(
        *("sells essays or certificates", 4),
        r"\b(essay|dissertation|assignment)[- ](writing service|writers|help)",
        r"\b(do|write) your (essay|dissertation|homew)",
        r"\bplagiarism[- ]free|\bbuy (a |your )?(degree|diploma|certificate)",
    ),
    _sign(
        *("sells copies of brands", 3),
        r"\breplica (watch|hand ?bag|bag|shoe|rolex)|\b(rolex|omega|hublot|louis vuitton|gucci)\b",
        r"\bdesigner (hand ?bags|watch)",
        r"\bAAA\+",
    ),
    _sign(
        *("offers loans or business money", 3),
        r"\b(business|payday|unsecured|personal|commercial) loans?\b|\bworking capital|\bbad credit",
        r"\bmerchant cash|\bloan (offer|amount)|\bbusiness (funding|finance) (from|of|up to|within)",
    ),
    _sign(
        *("promises quick money", 3),
        r"\bpassive income|\bguaranteed (returns?|profits?|income)|\btrading (bot|platform|signals)|\bforex\b",
        r"\bearn [$£€]?\d[\d,]*%? (a|per|on|every) |\bmake money online|\baffiliate (scheme|program)",
    ),
    _sign("writes of virtual money", 2, r"\b(bitcoin|btc|crypto(currency|currencies)?|ethereum|usdt)\b"),
    _sign(
        *("offers money that is not theirs", 3),
        r"\bmillion (us |united states )?dollars|\bbeneficiary\b|\bnext of kin|\b(late|deceased) (husband|client)",
        r"\binheritance (fund|claim)|\btransfer (of )?(the|this) (funds?|sum|money)|\byou have (won|been selected)",
    ),
    _sign(
        *("threatens", 3),
        r"\bhacked (your|this|the) (web ?)?site|\bextracted your (data|databases?)|\b(be sued|sue you|my lawyers?)\b",
        r"\b(my|our) (copyright(ed)? )?(images|pictures|photos|material)\b"
        r"[^.?!]{0,60}\b(without (my|our) permission|illegal)",
        r"\bagainst copyright law|\bcopyright infringement",
        r"\breputation will be|\bwill be (deleted|suspended|terminated)",
    ),
    _sign(
        *("wants a file opened or an account checked", 2),
        r"\bdownload (this|the|my) (file|proof|evidence)|\bcheck (the|my) (proof|evidence)|\bdownload the proof",
        r"\b(verify|confirm|update) your (account|mailbox|payment|billing)|\bmailbox is (almost )?full",
        r"\bfailed delivery",
    ),
    _sign(
        *("sells lists of addresses", 3),
        r"\b(verified|targeted|b2b|opt-in|updated) (e-?mail|contacts?|business|buyer|attendees?)[- ]?(lists?|data\w*)",
        r"\b(e-?mail|contact|attendees?|mailing) (list|database)s? of [\d,]{4,}",
        r"\b(list|data|database|contacts?|details|addresses) of [^.?!]{0,40}decision[- ]makers",
        r"\bdecision[- ]makers?'? (list|data)",
    ),
    _sign(
        *("sells followers or reviews", 4),
        r"\b(real|more|buy|gain|get) ([\d,k]+ )?(real )?"
        r"(instagram|tiktok|facebook|youtube|x|twitter) (followers|likes)",
        r"\b(buy|positive|5[- ]star|five[- ]star) (google |trustpilot )?reviews",
    ),
    _sign(
        *("offers to make websites or programs", 3),
        r"\b(web|website|app|mobile app|software|wordpress)[- ](design|development|designing) (and [\w ]+ )?"
        r"(company|agency|firm|services?|packages?)\b",
        r"\b(mobile )?app development\b|\bwe (can|will|could) (re)?(design|build|develop) your",
        r"\b(redesign|revamp|rebuild|upgrade|improve|fix) (of )?your (current )?(web ?)?site",
        r"\bteam of \d+\+? (developers|eng)",
        r"\b(website redesign|wordpress|shopify|magento|ios/android)\b[^.?!]{0,60}\b(develop\w+|experts?|team)\b",
    ),
    _sign(
        "offers films for selling", 3, r"\bexplainer videos?|\b(animated|promotional|marketing) videos? (that|for) your"
    ),
    _sign(
        *("promises customers", 3),
        r"\b(generat\w+|more|qualified|new|get|sales) leads\b|\blead generation",
        r"\bmore (customers|clients|sales|traffic)",
        r"\b(boost|increase|grow|skyrocket|scale|double) (your )?"
        r"(sales|revenue|traffic|conversions?|business|visibility)",
        r"\bnever miss an? (enquiry|lead|call|customer|sale)",
    ),
    _sign("offers a chatbot", 2, r"\b(ai|chat) ?-?(chat)?bots?\b|\bai (agent|receptionist|voice)\b"),
    _sign(
        *("sells goods", 3),
        r"\b(leading|professional) (manufacturer|supplier|exporter)|\bmanufacturers? (of|in|from)\b|\bwholesale",
        r"\bfactory[- ](direct|prices?)|\bMOQ\b|\bOEM\b|\bbulk (orders?|discounts?)|\bpurchasing manager",
        r"\bnext[- ]day delivery|\bfree (delivery|shipping|postage)",
        r"\b(toner|ink) cartridges?|\bmanufacturer'?s'? price",
    ),
    _sign(
        *("sells services to offices", 2),
        r"\b(leading|professional|offshore|certified|award-winning|trusted) "
        r"([\w-]+ ){0,2}(agency|company|provider|firm)\b",
        r"\bcontract is (up|due) for renewal|\br&d tax credits?|\b(iso|cyber) certifi|\b(voip|payroll|bookkeeping) ",
        r"\b(list of|preferred|approved) suppliers?\b|\b(current or future|any) \w+ (requirements|needs)\b",
        r"\bsite survey",
    ),
    _sign(
        *("sells savings", 3),
        r"\b(cut|saves?|saved|reduces?|lowers?|slash)\b[^.?!]{0,30}\b(bills?|energy costs?|overheads|\d+%)",
        r"\benergy (broker|contracts?)|\bup to \d+% less than",
    ),
    _sign(
        *("advertises in another language", 4),
        r"продвижени\w+ (сайт|в)|рассылк|онлайн.казино|раскрутк|\bзаработ\w+ в интернете|баз[аы] \w*адрес",
    ),
)
# How it is sold. People who ask or offer something to schools use some of these too.
MANNERS = (
    _sign("writes to a business", 1, r"\byour (business|company|brand|customers|competitors|sales)\b"),
    _sign(
        *("says how they came upon the site", 1),
        r"\bI (came across|found|was (looking at|browsing|on)|visited|stumbled|noticed)\b"
        r"[^.?!]{0,30}\b(site|business|comp)",
        r"\b(came|come) across your\b|\bsaw your (profile|listing|ad)",
    ),
    _sign("flatters", 1, r"\b(great|nice|amazing|awesome) (site|blog|post|article)|\bkeep up the good work"),
    _sign(
        *("addresses nobody in particular", 1),
        r"\bdear (business|website|site) owner|\bwebmaster|\bdear (beloved|friend|customer|manager)|\bsite owner",
        r"\bdear head ?teacher ?(/|or|and) ?(school )?business manager",
    ),
    _sign(
        *("signs as one who sells", 2),
        r"\b(business development|sales|account|growth|partnerships? sales|outreach) "
        r"(manager|executive|consultant|specialist)",
    ),
    _sign(
        *("offers something free of obligation", 1),
        r"\b(free|no[- ]obligation) ([\w-]+ ){0,2}"
        r"(audit|quot\w+|consultation|demo|trial|proposal|report|estimate|mock-?up)",
        r"\bno[- ]obligation|\bno strings attached|\bmoney[- ]back|\bno credit card",
    ),
    _sign(
        *("names prices as shops do", 1),
        r"\bspecial offer|\blimited[- ]time",
        r"\b\d+% (off|discount)|\b(cheap|affordable|competitive|best|low) (price|rate|cost)",
        r"\b(prices?|packages?|plans?|rates?) (start|begin)|\bstarting (from|at) (just |only )?[$£€]",
        r"\$\d|\bper (word|page)\b",
        r"\buse (the )?code [A-Z0-9]|\bthis week only",
    ),
    _sign(
        *("presses for an answer", 1),
        r"\b(order|buy|shop|apply|act|sign up|call|register) (now|today)\b|\bclick (here|below)",
        r"\breply (with )?[\"'“]?yes\b",
        r"\b(book|schedule|hop on|jump on)\b[^.?!]{0,25}\bcall\b|\b(10|15|20|ten|fifteen)[- ]minute (call|chat|demo)",
        r"\bwant me to send|\binterested in (acquiring|buying|purchasing)",
        r"\b(share|send) your (requirements?|phone|number)",
    ),
    _sign(
        *("says how to be left alone", 2),
        r"\bopt[- ]out\b|\breply [\"'“]?(stop|no thanks)|\bno longer wish to receive|\brather not hear from",
    ),
    _sign(
        *("offers to send a portfolio or prices", 1),
        r"\bsend( you)? ((over|our|a|the|my|some|counts|and) )+([\w-]+ )?"
        r"(portfolio|quote|proposal|pric\w+|samples|catalog)",
        r"\bcatalogue (is )?attached",
    ),
    _sign("is there at all hours", 1, r"\b24/7\b"),
    _sign("wants to go on elsewhere", 1, r"\b(whats ?app|telegram|skype|wechat)\b|\b(t|wa)\.me/|\bprivate e-?mail"),
)
# What speaks for a message: it is about what partnerships do, or about what stands in the directory.
HONEST = (
    _sign(
        *("", -2),
        r"\b(workshops?|tuition|residenc(y|ies)|artists?|theatre|museum|gallery|choir|orchestra|drama|libraries|heritage)\b",
        r"\barts (charity|council|centre)\b",
    ),
    _sign(
        *("", -2),
        r"\b(pupils|artsmark|arts award|key stage|ks[1-5]|home educat\w+)\b|\byear \d\d?s?\b|\bschools programme",
        r"\bour (school|museum|gallery|theatre|library|entry|partnership|lcep)\b|\b(the|your) partnership\b|\blceps\b",
    ),
    _sign(
        *("", -4),
        r"\bthe [\w ’'-]{1,40} entry\b",
        r"\b(please|could you) (remove|correct|replace|change|update) (it|this|that|our|the)\b",
    ),
)
MARKUP = _sign("has links written as code", 4, r"<a\s+href|\[(url|link)[=\]]")
SHORTENED = _sign(
    *("hides where a link goes", 2),
    r"\b(bit\.ly|tinyurl\.com|goo\.gl|cutt\.ly|is\.gd|rb\.gy|shorturl\.at|t\.me|ow\.ly)/",
)
CHEAP_ADDRESS = _sign(
    *("links to an address of the kind adverts use", 2),
    r"(https?://|www\.)[^\s/]+\.(xyz|top|click|icu|buzz|loan|win|bid|bet|casino|vip|monster|sbs|cfd|ru|cn)\b",
)
