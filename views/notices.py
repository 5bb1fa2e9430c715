"""What stands on every page, in the app and on the plain ones: the crisis lines and the sample's warning, as HTML.

Neither needs a release, so no fault of ours can hide them.
"""

from __future__ import annotations

from markupsafe import Markup

from views.language import Language
from views.markup import fill


def crisis_block(words: Language, urgent: bool = False) -> Markup:
    """Return the crisis lines. ``urgent`` brings them to the front, where a question holds words of a crisis: larger,
    under a heading of their own. It says nothing of the person who asked."""
    heading = lead = Markup("")
    if urgent:
        heading = fill("<h2>{heading}</h2>", heading=words.say("crisis.urgent_heading"))
        lead = fill("<p>{lead}</p>", lead=words.say("crisis.urgent_lead"))
    return fill(
        '<aside class="{kind}" aria-label="{label}">{heading}<p>{danger} <a href="tel:911">911</a>.</p>'
        '<p>{crisis} <a href="tel:988">988</a> {or_} <a href="sms:988">{text}</a> '
        "<span>({veterans}, {spanish}).</span></p>"
        '<p>{helpline} <a href="tel:+18006624357">1-800-662-4357</a> ({name}).</p>{lead}</aside>',
        kind="crisis urgent" if urgent else "crisis",
        label=words.say("crisis.urgent_label" if urgent else "crisis.label"),
        heading=heading,
        lead=lead,
        danger=words.say("crisis.danger"),
        crisis=words.say("crisis.call"),
        or_=words.say("crisis.or"),
        text=words.say("crisis.text"),
        veterans=words.say("crisis.veterans"),
        spanish=words.say("crisis.spanish"),
        helpline=words.say("crisis.helpline"),
        name=words.say("crisis.helpline_name"),
    )


def sample_banner(words: Language) -> Markup:
    """Return the warning that the programs are invented, and how to get real ones."""
    return fill(
        '<aside class="sample" aria-label="{title}"><p><strong>{title}</strong> {body} '
        '<b class="command">{command}</b> {after}</p></aside>',
        title=words.say("sample.title"),
        body=words.say("sample.body"),
        command=words.say("sample.command"),
        after=words.say("sample.after"),
    )
