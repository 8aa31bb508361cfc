"""Accounts and logging in, in Czech."""

from collections.abc import Mapping

TEXTS: Mapping[str, str | Mapping[str, str]] = {
    # Accounts
    "people.lead": "Kdo se smí přihlásit a s jakou rolí; co kdo udělal, říká audit.",
    "people.name": "účet",
    "people.full_name": "jméno",
    "people.role": "role",
    "people.state": "stav",
    "people.password_set": "heslo od",
    "people.last_login": "poslední přihlášení",
    "people.break_glass": "nouzový účet",
    "account.municipality": "obec",
    "account.operator": "operátor",
    "account.administrator": "správce",
    "accountstate.enabled": "povolen",
    "accountstate.must-change": "má změnit heslo",
    "accountstate.expired": "propadl",
    "accountstate.disabled": "zakázán",
    # Login
    "login.title": "Přihlášení",
    "login.enter": "Přihlásit se",
    "login.leave": "Odhlásit",
    "login.name": "Jméno",
    "login.password": "Heslo",
    "login.change": "Změna hesla",
    "login.present": "Dosavadní heslo",
    "login.new": "Nové heslo",
    "login.again": "Nové heslo ještě jednou",
    "login.rules": "Nejméně {operator} znaků, správce {administrator}; bez jmen, řad kláves a opakování. Nejlépe "
    "několik slov, která spolu nesouvisejí.",
    "login.save": "Změnit heslo",
    "login.differ": "Nová hesla se liší; napište je znovu.",
    "login.must_change": "Toto heslo slouží už jen k nastavení nového. Nastavte si je, prosím.",
    "login.wrong": "Jméno nebo heslo nesouhlasí.",
    "login.unencrypted": "Spojení není šifrované: co odešlete, i heslo, může cestou číst kdokoli v síti.",
    "login.too_often": "Příliš mnoho pokusů; zkuste to znovu za minutu.",
    "login.used_up": "Tento odkaz už neplatí: byl použit, nebo vypršel.",
    "login.link": "Tento jednorázový odkaz vás přihlásí. Použít jej lze jen jednou.",
}
