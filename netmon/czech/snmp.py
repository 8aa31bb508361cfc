"""Czech of `netmon snmp`."""

TEXTS: dict[str, str] = {
    "Ask a device's SNMP agent.": "Zeptá se SNMP agenta zařízení.",
    "Ask a device's SNMP agent.\n\nExample: netmon snmp get cheb-core-1 sysName": (
        "Zeptá se SNMP agenta zařízení.\n\nPříklad: netmon snmp get cheb-core-1 sysName"
    ),
    "Ask for objects by name or number and print what the agent says.": (
        "Zeptá se na objekty podle jména nebo čísla a vypíše, co agent řekl."
    ),
    (
        "Ask for objects by name or number and print what the agent says.\n\n"
        "OBJECT is an instance by the name of something that netmon reads, such as ifHCInOctets.3 or\n"
        "sysName.0, or by its OID, such as 1.3.6.1.2.1.1.5.0. What is there only once needs no .0.\n\n"
        "Exits 0 if every object has a value, 1 if not, 2 on wrong usage.\n\n"
        "Example: netmon snmp get cheb-core-1 sysName ifHCInOctets.3"
    ): (
        "Zeptá se na objekty podle jména nebo čísla a vypíše, co agent řekl.\n\n"
        "OBJECT je instance: jméno něčeho, co netmon čte, například ifHCInOctets.3 nebo sysName.0, nebo OID,\n"
        "například 1.3.6.1.2.1.1.5.0. U toho, co je na zařízení jen jednou, lze .0 vynechat.\n\n"
        "Skončí s 0, má-li každý objekt hodnotu, s 1, pokud ne, s 2 při chybném použití.\n\n"
        "Příklad: netmon snmp get cheb-core-1 sysName ifHCInOctets.3"
    ),
    "Print everything the agent has below an object, as it comes.": (
        "Postupně vypíše vše, co má agent pod daným objektem."
    ),
    (
        "Print everything the agent has below an object, as it comes.\n\n"
        "OBJECT is the name of something that netmon reads, such as ifName, or an OID, such as 1.3.6.1.2.1.2.\n"
        "An agent that has no end is cut off: a walk takes so many objects, octets, requests and seconds.\n\n"
        "Exits 0 if that was all, 1 if there is more or nothing, 2 on wrong usage.\n\n"
        "Example: netmon snmp walk cheb-core-1 ifName --limit 100"
    ): (
        "Postupně vypíše vše, co má agent pod daným objektem.\n\n"
        "OBJECT je jméno něčeho, co netmon čte, například ifName, nebo OID, například 1.3.6.1.2.1.2. Agenta,\n"
        "který nemá konce, netmon utne: počet objektů, oktetů, dotazů i čas procházení mají své meze.\n\n"
        "Skončí s 0, pokud to bylo vše, s 1, pokud je toho víc nebo nic, s 2 při chybném použití.\n\n"
        "Příklad: netmon snmp walk cheb-core-1 ifName --limit 100"
    ),
    "How many instances to show at most.": "Kolik instancí nejvýše ukázat.",
    "Show how a device is polled: each request, the round trip, what was missed or refused.": (
        "Ukáže, jak se netmon zařízení ptá: každý dotaz, dobu odezvy, co nesedělo a co agent odmítl."
    ),
    (
        "Show how a device is polled: each request, the round trip, what was missed or refused.\n\n"
        "Every SNMP collector that concerns DEVICE reads it three times, so that netmon learns how the answers lie;\n"
        "then the requests are listed with what they read, and how many answers were read by comparing (hits)\n"
        "and how many by the strict reader (misses). Nothing is stored, and a netmon that runs is not disturbed.\n\n"
        "Exits 0 if all is well, 1 if something is not, 2 on wrong usage.\n\n"
        "Example: netmon snmp plan cheb-core-1"
    ): (
        "Ukáže, jak se netmon zařízení ptá: každý dotaz, dobu odezvy, co nesedělo a co agent odmítl.\n\n"
        "Každý sběrač SNMP, který se zařízení DEVICE týká, je přečte třikrát, aby se netmon naučil, jak odpovědi\n"
        "vypadají; potom vypíše dotazy, co čtou a kolik odpovědí se přečetlo porovnáním (shody) a kolik jich\n"
        "musel přečíst přísný čtenář (neshody). Nic se neukládá a běžící netmon to neruší.\n\n"
        "Skončí s 0, je-li vše v pořádku, s 1, pokud něco není, s 2 při chybném použití.\n\n"
        "Příklad: netmon snmp plan cheb-core-1"
    ),
    "{name} stands in a table: name its row, such as {name}.1, or use netmon snmp walk": (
        "{name} je v tabulce: uveďte i řádek, například {name}.1, nebo použijte netmon snmp walk"
    ),
    '"{text}" is neither a name such as sysName.0 nor an OID such as 1.3.6.1.2.1.1.5.0': (
        "„{text}“ není ani jméno, například sysName.0, ani OID, například 1.3.6.1.2.1.1.5.0"
    ),
    'no collector reads an object "{name}"; {cure}': "objekt „{name}“ žádný sběrač nečte; {cure}",
    "write its OID, such as 1.3.6.1.2.1.1.5.0": "napište jeho OID, například 1.3.6.1.2.1.1.5.0",
    '"{text}" is no OID: that has 2 to 128 numbers below 2^32 and begins with 0, 1 or 2': (
        "„{text}“ není OID: to má 2 až 128 čísel menších než 2^32 a začíná 0, 1 nebo 2"
    ),
    "the agent has no such object, or does not show it": "agent takový objekt nemá, nebo ho neukazuje",
    "the agent has the object, but not this instance": "agent objekt má, ale tuto instanci ne",
    "the agent has nothing beyond": "agent už dál nic nemá",
    "device {name} has no snmp in the inventory; write snmp: {{credential: name}}": (
        "zařízení {name} nemá v inventáři snmp; napište snmp: {{credential: jméno}}"
    ),
    "there is more than {limit:object|objects}; --limit shows more": (
        "je tu víc než {limit:objekt|objekty|objektů}; více ukáže --limit"
    ),
    "the agent has nothing below {name}, or does not show it; for one instance use netmon snmp get": (
        "agent pod {name} nic nemá, nebo to neukazuje; na jednu instanci se ptá netmon snmp get"
    ),
    "scalars": "skaláry",
    "request": "dotaz",
    "instances": "instance",
    "octets": "oktety",
    "hits": "shody",
    "misses": "neshody",
    "tables": "tabulky",
    "{device} at {address} port {port}, credential {credential} ({protocols})": (
        "{device} na adrese {address} port {port}, přihlašovací údaje {credential} ({protocols})"
    ),
    "{requests:request|requests} for {instances:instance|instances}, {octets:octet|octets} of answers expected": (
        "{requests:dotaz|dotazy|dotazů} na {instances:instanci|instance|instancí},"
        " v odpovědích asi {octets:oktet|oktety|oktetů}"
    ),
    "{hits:answer|answers} read by comparing, {misses} by the strict reader": (
        "porovnáním {hits:přečtená odpověď|přečtené odpovědi|přečtených odpovědí}, přísným čtenářem {misses}"
    ),
    "{what}, read all the same: {count:value|values}": ("{what}, přesto přečteno: {count:hodnota|hodnoty|hodnot}"),
    "unsigned numbers that look negative": "čísla bez znaménka, která vypadají záporně",
    "integers in too many octets": "celá čísla v příliš mnoha oktetech",
    "text that is not UTF-8": "text, který není v UTF-8",
    "round trip {rtt:,.2f} ms": "doba odezvy {rtt:,.2f} ms",
    "an attempt waits {patience:,.0f} ms; up to {window:request|requests} on the way at once": (
        "pokus čeká {patience:,.0f} ms; na cestě nejvýš {window:dotaz|dotazy|dotazů} najednou"
    ),
    "{late:late answer|late answers}, {ignored:datagram|datagrams} ignored, {lost:attempt|attempts} without answer": (
        "{late:opožděná odpověď|opožděné odpovědi|opožděných odpovědí},"
        " {ignored:přehlížený datagram|přehlížené datagramy|přehlížených datagramů},"
        " {lost:pokus|pokusy|pokusů} bez odpovědi"
    ),
}
