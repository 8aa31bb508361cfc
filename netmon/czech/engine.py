"""Czech of what doors, stores and settings report."""

TEXTS: dict[str, str] = {
    # settings
    "this is neither true nor false": "tady se čeká true, nebo false",
    "this is not a whole number": "tady se čeká celé číslo",
    "this is not a number": "tady se čeká číslo",
    "this is unknown; write one of {known}": "tuhle hodnotu neznám; napište některou z {known}",
    "this is too small; write at least {least}": "to je příliš málo; napište aspoň {least}",
    "this is too large; write at most {most}": "to je příliš mnoho; napište nejvýš {most}",
    "this is too short; write 1s or more": "to je příliš krátká doba; napište 1s nebo víc",
    "this is no address of a server; write http:// or https:// and its name": (
        "tohle není adresa serveru; napište http:// nebo https:// a jeho jméno"
    ),
    "this setting is missing, and others need it": "toto nastavení chybí a jiná ho potřebují",
    "this has settings of its own; write the variable with __ and their name": (
        "toto nastavení má vlastní části; k proměnné připište __ a jméno části"
    ),
    "this is not an IP address": "tohle není adresa IP",
    "{variable}: there is no such setting; {cure}": "{variable}: takové nastavení neexistuje; {cure}",
    "{variable}: this is not the reference of a secret; write secret://name": (
        "{variable}: tohle není odkaz na tajemství; napište secret://jméno"
    ),
    # secret
    "secret {name!r} is nowhere: looked at {looked}": "tajemství {name!r} nikde není: hledáno v {looked}",
    "{path}: this secret is empty, or longer than {largest} characters": (
        "{path}: toto tajemství je prázdné, nebo delší než {largest} znaků"
    ),
    "{path}: others may read this secret (mode {mode:04o}); chmod 0400 {path}": (
        "{path}: toto tajemství mohou číst i jiní (práva {mode:04o}); chmod 0400 {path}"
    ),
    "where a secret is named, something else stands (not shown: it may be one); write secret://name": (
        "na místě odkazu na tajemství stojí něco jiného (neukazuji to: může to být tajemství samo);"
        " napište secret://jméno"
    ),
    "{path}: this secret cannot be read: {reason}": "{path}: toto tajemství nelze přečíst: {reason}",
    "{path}: this secret is not UTF-8 text; write it as text": (
        "{path}: toto tajemství není text v UTF-8; zapište je jako text"
    ),
    # commander
    "there is no command {name!r}": "příkaz {name!r} neexistuje",
    "not a command that netmon knows: {wrong} cannot be read": "takový příkaz netmon nezná: nelze přečíst {wrong}",
    "netmon went away before it answered; whether it was done, its audit says": (
        "netmon skončil, než odpověděl; zda se to stalo, poví jeho záznam změn"
    ),
    "{path}: no socket can be made here: {error}; choose another NETMON_STATE": (
        "{path}: soket tu nelze vytvořit: {error}; zvolte jiný NETMON_STATE"
    ),
    # plan
    "{variable}: no collector is called so; {cure}": "{variable}: sběrač toho jména není; {cure}",
    # poller
    "not finished before the next turn": "nedokončeno do příští návštěvy",
    "no echo reply": "na ping nepřišla odpověď",
    "the inventory names no snmp for this device": "inventář u tohoto zařízení neuvádí snmp",
    "the inventory names no ssh for this device": "inventář u tohoto zařízení neuvádí ssh",
    # channels
    "no e-mail leaves this netmon: set NETMON_SMTP__HOST and NETMON_SMTP__SENDER": (
        "z tohoto netmonu žádný e-mail neodejde: nastavte NETMON_SMTP__HOST a NETMON_SMTP__SENDER"
    ),
    # scope
    "there is no {entity} in the inventory": "v inventáři není {entity}",
    # status
    "{path}: cannot be read: {error}; is it the state of another version of netmon?": (
        "{path}: nelze přečíst: {error}; není to stav jiné verze netmonu?"
    ),
    # snmp/ber
    "an unfinished OBJECT IDENTIFIER": "nedokončený OBJECT IDENTIFIER",
    "an OBJECT IDENTIFIER beyond RFC 2578 §3.5": "OBJECT IDENTIFIER nad meze RFC 2578 §3.5",
    "an integer of {length} octets": "celé číslo o délce v oktetech: {length}",
    "{length} octets do not hold an unsigned integer of {bits} bits": (
        "číslo bez znaménka o {bits} bitech nemůže mít délku v oktetech {length}"
    ),
    # snmp/budget
    "more than {requests} requests in one visit": "víc než {requests} dotazů při jedné návštěvě",
    "the time for one visit is over": "čas jedné návštěvy vypršel",
    "more than {varbinds} varbinds or {octets} octets in one visit": (
        "víc než {varbinds} hodnot nebo {octets} oktetů při jedné návštěvě"
    ),
    # snmp/credential
    "{reference}: shorter than {shortest} octets, which RFC 3414 §11.2 does not allow": (
        "{reference}: kratší než {shortest} oktetů, což RFC 3414 §11.2 nedovoluje"
    ),
    "the SNMP credential has no {name}; write {name}: secret://name": (
        "přihlašovací údaje SNMP nemají {name}; napište {name}: secret://jméno"
    ),
    # snmp/fetch
    "the agent does not let this credential read what was asked": (
        "agent těmto přihlašovacím údajům nedovolí číst, na co jsme se ptali"
    ),
    "the agent answered with other objects than were asked": "agent odpověděl jinými objekty, než na jaké byl dotázán",
    "{count} requests were not sent any more": "dotazy, které už nebyly odeslány: {count}",
    "error-status {status} for a request of {count} instances": (
        "error-status {status} na dotaz s počtem instancí {count}"
    ),
    "error-status {status}": "error-status {status}",
    # snmp/harvest
    "it has none": "žádný nemá",
    "sysUpTime is not a number": "sysUpTime není číslo",
    "{peer}: this machine has no socket left for it ({reason}); netmon doctor says what to raise": (
        "{peer}: tomuto počítači pro něj nezbývá soket ({reason}); co zvýšit, řekne netmon doctor"
    ),
    "{table}: the part of the agent that tells of it is gone": "{table}: část agenta, která o ní mluví, zmizela",
    "the agent told no sysUpTime": "agent neřekl sysUpTime",
    "the agent told no sysUpTime ({reason})": "agent neřekl sysUpTime ({reason})",
    # snmp/session
    "error-status {status}, error-index {index}": "error-status {status}, error-index {index}",
    # snmp/transport
    "{address} port {port}": "{address} port {port}",
    "{peer}: the agent sends nothing but reports": "{peer}: agent neposílá nic než hlášení (Report-PDU)",
    "{peer}: the device is there, but no SNMP agent listens": "{peer}: zařízení tam je, ale agent SNMP neběží",
    "{peer}: no answer to {attempts} requests, {timeout} ms each": (
        "{peer}: žádná odpověď (pokusů {attempts}, na každý {timeout} ms)"
    ),
    "{peer}: the agent leaves encrypted requests unanswered; is the privacy key right?": (
        "{peer}: agent na šifrované dotazy neodpovídá; je klíč pro šifrování správný?"
    ),
    "{peer}: the session was closed": "{peer}: spojení bylo uzavřeno",
    "{peer}: answers take longer than {timeout} ms": "{peer}: odpovědi trvají déle než {timeout} ms",
    "{peer}: {ignored} datagrams, none of them an answer to what was asked": (
        "{peer}: žádný z přijatých datagramů ({ignored}) neodpovídá na to, na co jsme se ptali"
    ),
    # snmp/usm
    "the agent does not offer authPriv to the user": "agent tomuto uživateli nenabízí authPriv",
    "the agent does not know the user": "agent tohoto uživatele nezná",
    "the authentication key or protocol is not the one the agent has": (
        "klíč nebo protokol pro ověření není ten, který má agent"
    ),
    "the privacy key or protocol is not the one the agent has": (
        "klíč nebo protokol pro šifrování není ten, který má agent"
    ),
    "user {user!r}: {refusal}": "uživatel {user!r}: {refusal}",
    # snmp/value
    "came with tag {tag:#04x} instead of {syntax} ({expected:#04x})": (
        "přišlo se značkou {tag:#04x} místo {syntax} ({expected:#04x})"
    ),
    "an IpAddress of {length} octets": "IpAddress o délce v oktetech: {length}",
    # snmp/walk
    "{descriptor}: a walk answered with nothing": "{descriptor}: na procházení přišla prázdná odpověď",
    "{descriptor}: a walk that does not go forward": "{descriptor}: procházení nepostupuje vpřed",
    "{descriptor}: error-status {status}": "{descriptor}: error-status {status}",
    # ssh/login
    "the SSH credential of {user!r} has neither password nor private_key": (
        "přihlašovací údaje SSH uživatele {user!r} nemají password ani private_key"
    ),
    "a host_key is `type base64`; ssh-keyscan -p PORT ADDRESS prints it after the address": (
        "host_key má tvar `typ base64`; ssh-keyscan -p PORT ADRESA jej vypíše za adresou"
    ),
    # ssh/shell
    "no SSH session: {reason}": "spojení SSH nevzniklo: {reason}",
    "{address} port {port}: {said}": "{address} port {port}: {said}",
    "the device refuses user {user!r}": "zařízení odmítá uživatele {user!r}",
    "the device offers the host key {key}, which is not the one pinned": (
        "zařízení nabízí klíč {key}, a to není ten, který je zapsán v inventáři"
    ),
    "no answer in time": "odpověď nepřišla včas",
    "the connection was lost as soon as it stood": "spojení se ztratilo, sotva vzniklo",
    "more than {octets} octets of output": "výstup delší než {octets} oktetů",
    "not finished after {time} ms": "nedokončeno ani po {time} ms",
    "the report of the visit is too long": "zpráva o návštěvě je příliš dlouhá",
    "the visit was ended by its limits (signal {number})": "návštěvu ukončily její meze (signál {number})",
    "the visit was ended by its limits (exit status {code})": "návštěvu ukončily její meze (návratový kód {code})",
    # icmp/channel
    "allow it with CAP_NET_RAW (systemd: AmbientCapabilities=CAP_NET_RAW), or unprivileged with"
    " sysctl net.ipv4.ping_group_range='0 2147483647', or set `reachability: snmp` for the devices": (
        "povolte jej oprávněním CAP_NET_RAW (systemd: AmbientCapabilities=CAP_NET_RAW), nebo bez oprávnění přes"
        " sysctl net.ipv4.ping_group_range='0 2147483647', nebo u zařízení nastavte `reachability: snmp`"
    ),
    "no ICMP socket for {name}: neither a raw nor an unprivileged one is allowed; {cure}": (
        "soket ICMP pro {name} nelze otevřít: není dovolen ani přímý, ani neprivilegovaný; {cure}"
    ),
    # icmp/pinger
    "{address}: this machine's own send queue stays full": "{address}: odchozí fronta tohoto stroje zůstává plná",
    "{address}: this machine has no ICMP socket for IPv{version}": (
        "{address}: tento stroj nemá soket ICMP pro IPv{version}"
    ),
    # store/reading
    "{path}: cannot be read: {error}": "{path}: nelze přečíst: {error}",
    # alerting/notify
    "{address!r} is not an e-mail address": "{address!r} není e-mailová adresa",
    "recipient refused with {code}": "adresát odmítnut s kódem {code}",
    "{address}: answered {status}": "{address}: odpověď {status}",
    "{said}; redirects are not followed": "{said}; přesměrování se nenásledují",
    "{address}: no answer, {kind}": "{address}: žádná odpověď, {kind}",
    # simulate
    "Writing the history": "Zapisuje se historie",
    "{device}: credential {credential!r} has no community, and simulated agents speak v2c only": (
        "{device}: přihlašovací údaje {credential!r} nemají community a simulovaní agenti umějí jen v2c"
    ),
    "{sockets} agents need {needed} open files, the limit is {hard}; raise it with `ulimit -Hn {needed}`": (
        "agentů je {sockets} a potřebují {needed} otevřených souborů, mez je {hard}; zvyšte ji: `ulimit -Hn {needed}`"
    ),
    "{name}: cannot listen at {address} port {port}/udp: {reason}; end what uses it (another demo?);"
    " where 127.0.0.0/8 is not the loopback's, add the address to it": (
        "{name}: nelze naslouchat na {address} port {port}/udp: {reason}; ukončete, co jej používá (jinou ukázku?);"
        " kde 127.0.0.0/8 nepatří k loopbacku, adresu k němu přidejte"
    ),
    "a collector declares {descriptor} ({oid}), which the simulator cannot answer; add it to {module}": (
        "některý sběrač se ptá na {descriptor} ({oid}), na což simulátor neumí odpovědět; doplňte jej do {module}"
    ),
    "the agents were started without pipes": "agenti byli spuštěni bez rour",
    "the agents ended without a word; their last lines stand above": (
        "agenti skončili bez vysvětlení; jejich poslední řádky stojí výš"
    ),
    "the agents did not answer within {within:.0f} s": "agenti neodpověděli do {within:.0f} s",
    "{name} has address {address}, which is not of the loopback; the demo polls its own agents only:"
    " give it an inventory in 127.0.0.0/8, or use `netmon run`": (
        "{name} má adresu {address}, která nepatří k loopbacku; ukázka se ptá jen svých vlastních agentů:"
        " dejte jí inventář v 127.0.0.0/8, nebo použijte `netmon run`"
    ),
    "port {wanted} of {loopback} is taken; choose another one with --port, or 0 for any": (
        "port {wanted} na {loopback} je obsazený; zvolte jiný volbou --port, nebo 0 pro kterýkoli"
    ),
    "this inventory has no {purpose} link for the story; show the demo another one with --inventory": (
        "tento inventář nemá pro příběh vhodnou trasu ({purpose}); dejte ukázce jiný volbou --inventory"
    ),
    "link {link} was cut {times} times already; start the simulation anew": (
        "trasa {link} už byla přerušena {times}krát; spusťte simulaci znovu"
    ),
    "the inventory has no link {link!r}; `netmon check` lists what it has": (
        "inventář nemá trasu {link!r}; co má, vypíše `netmon check`"
    ),
}
