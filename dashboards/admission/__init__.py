"""Who is let in and what they own: half-open logins, tokens of programs, accounts and the audit as pages show them."""
