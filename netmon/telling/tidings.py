"""What a round has to tell: from what holds to the messages, the same for whoever tells and whoever explains."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from netmon.alerting.damping import Weather
from netmon.alerting.notice import Notice
from netmon.alerting.pipeline import PipelineContext, Plan, plan_messages
from netmon.alerting.stages import Sent, Suppressed
from netmon.clock import Interval, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.situation import Judgement
from netmon.model import Alert, Incident, Maintenance, Silence
from netmon.oncall.book import CallBook
from netmon.settings import Settings
from netmon.telling.told import notices
from netmon.telling.unrest import Unrest

Rows = Callable[[Iterable[Notice]], Mapping[str, frozenset[Sent]]]
"""What the outbox holds about the subjects of some notices."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a round knows beside what is judged: the plan, what is remembered, and what people did.

    `unrest` is as it is by now; `echoes` are incidents that ended a moment ago.
    """

    inventory: Inventory
    settings: Settings
    now: Millis
    unrest: Unrest
    book: CallBook
    echoes: Sequence[Incident] = ()
    maintenance: Sequence[Maintenance] = ()
    silences: Sequence[Silence] = ()
    acknowledged: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tidings:
    """Everything that holds or is over, what of it is told and what is not, and what is remembered once it is told.

    `damped` is what went into the pipeline, `context` what its stages knew.
    """

    notices: tuple[Notice, ...]
    damped: tuple[Notice, ...]
    suppressed: tuple[Suppressed, ...]
    context: PipelineContext
    plan: Plan
    unrest: Unrest


def compose(judgement: Judgement, alerts: Iterable[Alert], known: Circumstances, rows: Rows) -> Tidings:
    """Return what there is to tell about what was judged and what fires."""
    inventory, settings = known.inventory, known.settings
    weather = Weather.of(inventory, settings, known.now)
    told = tuple(notices(judgement, alerts, inventory, settings))
    damped = known.unrest.damped(told, weather)
    context = PipelineContext(
        inventory=inventory,
        now=known.now,
        incidents=(*judgement.situation.incidents, *known.echoes),
        maintenance=known.maintenance,
        silences=known.silences,
        acknowledged=known.acknowledged,
        sent=rows(damped.notices),
        group_wait=settings.group_wait,
        burst=settings.burst,
        book=known.book,
        language=settings.language,
    )
    plan = plan_messages(damped.notices, context)
    return Tidings(
        notices=told,
        damped=damped.notices,
        suppressed=tuple(chain(damped.suppressed, plan.suppressed)),
        context=context,
        plan=plan,
        unrest=known.unrest.after(damped, plan.messages, weather),
    )
