"""Accounts and logging in, in English."""

from collections.abc import Mapping

TEXTS: Mapping[str, str | Mapping[str, str]] = {
    # Accounts
    "people.lead": "Who may log in, and as what; what anybody did, the audit says.",
    "people.name": "account",
    "people.full_name": "full name",
    "people.role": "role",
    "people.state": "state",
    "people.password_set": "password set",
    "people.last_login": "last login",
    "people.break_glass": "break-glass",
    "account.municipality": "municipality",
    "account.operator": "operator",
    "account.administrator": "administrator",
    "accountstate.enabled": "enabled",
    "accountstate.must-change": "must change the password",
    "accountstate.expired": "expired",
    "accountstate.disabled": "disabled",
    # Login
    "login.title": "Log in",
    "login.enter": "Log in",
    "login.leave": "Log out",
    "login.name": "Name",
    "login.password": "Password",
    "login.change": "Change the password",
    "login.present": "Present password",
    "login.new": "New password",
    "login.again": "New password once more",
    "login.rules": "At least {operator} characters, {administrator} for an administrator; no names, rows of keys or "
    "repetitions. Best are several words that have nothing to do with each other.",
    "login.save": "Change the password",
    "login.differ": "The new passwords differ; type them again.",
    "login.must_change": "This password only serves to set a new one. Please set it.",
    "login.wrong": "The name or the password is wrong.",
    "login.unencrypted": "This connection is not encrypted: others can read what you send, the password too.",
    "login.too_often": "Too many attempts; try again in a minute.",
    "login.used_up": "This link is no longer valid: it was used, or it has expired.",
    "login.link": "This one-time link logs you in. It works only once.",
}
