"""Czech of what-if: who would be cut off, and what everybody hangs on."""

TEXTS: dict[str, str] = {
    # netmon.cli.whatif
    "Say who would be cut off without a link, device or trench.\n\nIt is computed from the inventory alone: nothing is polled, and no netmon needs to run. A risk is\na shared risk of the inventory, such as a duct: all its links are lost together.\n\nWith --single-points, say instead which municipalities hang on a single device, link or shared\nrisk, the worst first.\n\nExit codes: 0 computed, 1 not possible, 2 wrong usage.\n\nExample: netmon whatif --down link:cheb-as --down device:ostrov-core-1": (  # noqa: E501 -- a docstring is one key
        "Řekne, koho by odřízla ztráta trasy, zařízení nebo výkopu.\n\n"
        "Počítá se jen z inventáře: nikoho se na nic neptá a žádný netmon nemusí běžet. Riziko je společné riziko"
        " z inventáře, třeba kabelovod: všechny jeho trasy se ztratí najednou.\n\n"
        "S --single-points řekne místo toho, které obce závisejí na jediném zařízení, trase nebo společném riziku,"
        " od nejhoršího.\n\n"
        "Návratové kódy: 0 spočítáno, 1 nelze, 2 chybné použití.\n\n"
        "Příklad: netmon whatif --down link:cheb-as --down device:ostrov-core-1"
    ),
    "Say who would be cut off without a link, device or trench.": (
        "Řekne, koho by odřízla ztráta trasy, zařízení nebo výkopu."
    ),
    "What is taken away: link:NAME, device:NAME or risk:NAME; may be given several times.": (
        "Co se odebere: link:NAME, device:NAME nebo risk:NAME; lze uvést vícekrát."
    ),
    "Say what every municipality hangs on, in what --down leaves of the network.": (
        "Řekne, na čem která obec závisí v tom, co ze sítě po --down zbude."
    ),
    "Begin with what is down now, as the netmon of the state directory knows it.": (
        "Vyjde z toho, co je mimo provoz teď, jak to ví netmon z adresáře stavu."
    ),
    "say what to take away with --down, or ask for --single-points": (
        "řekněte přes --down, co odebrat, nebo použijte --single-points"
    ),
    # netmon.console.elements
    "{text} is no element of the network; {cure}": "{text} není prvek sítě; {cure}",
    "there is no device {name}; {cure}": "zařízení {name} neexistuje; {cure}",
    "there is no link {name}; {cure}": "trasa {name} neexistuje; {cure}",
    "there is no shared risk {name}; {cure}": "společné riziko {name} neexistuje; {cure}",
    "look into the inventory": "podívejte se do inventáře",
    "{element} is not in service: nothing hangs on it": "{element} není v provozu: nic na tom nezávisí",
    # netmon.console.whatif
    "Without {elements}:": "Odebráno: {elements}",
    "  nobody loses the connection, and nobody the backup": "  nikdo nepřijde o spojení ani o zálohu",
    "  {towns:municipality|municipalities} without a backup": "  {towns:obec|obce|obcí} bez zálohy",
    "  critical sites without connection: {sites}": "  kritická místa bez spojení: {sites}",
    "  the next cut isolates {towns:municipality|municipalities}, {people:inhabitant|inhabitants}: {element}": (
        "  další přerušení odřízne {towns:obec|obce|obcí}, {people:obyvatele|obyvatele|obyvatel}: {element}"
    ),
    "{towns:municipality hangs|municipalities hang} on something that has no backup, of {all:,}": (
        "{towns:obec závisí|obce závisejí|obcí závisí} na něčem, co nemá zálohu, z celkem {all:,}"
    ),
    "inhabitants": "obyvatel",
    "would be": "stav",
    "element": "prvek",
    "critical sites": "kritická místa",
    "hangs on": "závisí na",
}
