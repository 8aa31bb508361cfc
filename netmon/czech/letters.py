"""What is written to municipalities and to readers of figures, in Czech."""

TEXTS: dict[str, str] = {
    "mail is wanted, but there is no e-mail address": "má dostávat poštu, ale nemá e-mailovou adresu",
    "add email: …, or delete notify": "doplňte email: …, nebo smažte notify",
    "an ORP and a municipality are both given": "je uvedena ORP i obec zároveň",
    "delete one of them; add the recipient twice for both": "jedno smažte; pro obojí uveďte příjemce dvakrát",
    "Good day,": "Dobrý den,",
    "How it stands now": "Jak to vypadá nyní",
    "If you need anything, turn to: {contact}.": "S dotazy se prosím obracejte na: {contact}.",
    "You get this mail as a contact of {name}. If it should go to somebody else, tell the operator of the network.": (
        "Tuto zprávu dostáváte jako kontakt obce {name}. Má-li chodit někomu jinému, sdělte to prosím "
        "provozovateli sítě."
    ),
    "{name}: no connection since {time}": "{name}: bez spojení od {time}",
    "{name}: the connection comes and goes": "{name}: spojení kolísá",
    "{name}: the connection is steady again": "{name}: spojení je opět stálé",
    "{name}: connection restored after {span}": "{name}: spojení obnoveno po {span}",
    "{name} has had no connection to the region's network since {at}.": (
        "obec {name} nemá od {at} spojení s krajskou sítí."
    ),
    "{name} is connected to the region's network again.": "obec {name} je opět připojena ke krajské síti.",
    "The network leads up to the municipality, but the equipment there does not answer. "
    "Please see whether it has power.": (
        "Síť vede až k obci, ale zařízení v obci neodpovídá. Podívejte se prosím, zda má napájení."
    ),
    "The cause lies outside the municipality; there is nothing for you to do.": (
        "Příčina leží mimo obec, na vaší straně není třeba nic dělat."
    ),
    "The operator of the network is working on it.": "Provozovatel sítě na nápravě pracuje.",
    "The operator of the network has been told.": "Provozovatel sítě o výpadku ví.",
    "It is not the first time today. The next letter comes once it has lasted for {span}.": (
        "Dnes to není poprvé. Další zprávu pošleme, až spojení vydrží {span}."
    ),
    "We write again when the connection is back.": "Jakmile se spojení obnoví, napíšeme vám.",
    "It is planned maintenance, which is to be over by {end}.": "Jde o plánovanou údržbu, která má skončit do {end}.",
    "It began during the announced maintenance, which was to be over by {end}.": (
        "Výpadek začal při ohlášené údržbě, která měla skončit do {end}."
    ),
    "Outage": "Výpadek",
    "Coming and going": "Kolísání",
    "It lasted": "Trvání",
    "{name}: planned maintenance on {day}": "{name}: plánovaná údržba {day}",
    "because of maintenance of the network {name} will be without connection.": (
        "kvůli údržbě sítě bude obec {name} bez spojení."
    ),
    "When": "Kdy",
    "Of that without connection at most": "Z toho bez spojení nejvýše",
    "During that time we do not write about the outage again, only if it lasts longer.": (
        "V této době už vám o výpadku psát nebudeme; ozveme se, jen kdyby trval déle."
    ),
    "{name}: maintenance on {day} is called off": "{name}: údržba {day} se nekoná",
    "the announced maintenance is called off; {name} stays connected.": (
        "ohlášená údržba se nekoná; obec {name} zůstává připojena."
    ),
    "If it is put off to another time, we write again.": "Bude-li přeložena na jindy, napíšeme vám znovu.",
    "It was to be": "Měla být",
    "Availability in {month}: {name}": "Dostupnost za {month}: {name}",
    "here are the figures of {month} for {name}.": "posíláme údaje o dostupnosti za {month}: {name}.",
    "They were published as version {version} on {at}; the SHA-256 of the whole is {sha256}.": (
        "Byly zveřejněny jako verze {version} dne {at}; SHA-256 celku je {sha256}."
    ),
    "They are not published yet, and may still be corrected.": "Zatím nebyly zveřejněny a mohou se ještě opravit.",
    "All of it is attached, as a table (CSV) and for programs (JSON).": (
        "Úplné údaje jsou v příloze, jako tabulka (CSV) a pro programy (JSON)."
    ),
    "All of it is too much for a mail; you find it at the address below.": (
        "Úplné údaje se do zprávy nevejdou; najdete je na adrese níže."
    ),
    "Figures and outages": "Údaje a výpadky",
    "You get this mail once a month, as a recipient of the reports of the network's operator.": (
        "Tuto zprávu dostáváte jednou za měsíc jako příjemce sestav provozovatele sítě."
    ),
    "the contract was kept": "smlouva dodržena",
    "the contract was not kept": "smlouva nedodržena",
    "it is not known whether the contract was kept": "není známo, zda byla smlouva dodržena",
    "Availability, by municipality": "Dostupnost podle obcí",
    "Availability, by inhabitant": "Dostupnost podle obyvatel",
    "Municipalities": "Obce",
    "Contract kept": "Smlouva dodržena",
    "Contract not kept": "Smlouva nedodržena",
    "Not known": "Není známo",
    "{name}, promised {target}": "{name}, slíbeno {target}",
    "Availability": "Dostupnost",
    "At least and at most": "Nejméně a nejvýše",
    "Time that was watched": "Sledovaná doba",
    "Outages": "Výpadky",
    "Time without connection": "Doba bez spojení",
    "Announced maintenance beside it": "Mimoto ohlášená údržba",
    "Promised {target}": "Slíbeno {target}",
}
