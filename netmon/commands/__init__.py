"""What a person may do: each thing is a value, and one seam carries it to the loop.

A command is committed together with its audit row and answered after the commit. Web threads call
`Commands.submit`; the CLI sends the same values over the unix socket in the state directory.
"""

from netmon.commands.accounts import (
    AddAccount,
    ChangePassword,
    CloseSession,
    DisableAccount,
    EnableAccount,
    IssueLoginLink,
    LightWall,
    OpenSession,
    RecordFailedLogin,
    RedeemLoginLink,
    RenewSession,
    ResetPassword,
)
from netmon.commands.figures import Basis, CorrectAvailability, PublishFigures
from netmon.commands.incidents import (
    HOLD,
    ON_ITS_WAY,
    AcceptInvitation,
    AcceptReply,
    Acknowledge,
    AddNote,
    NoteTicket,
    PassOn,
    PromiseReport,
    RecordRefusedLink,
    RecordRefusedReply,
)
from netmon.commands.refused import DropRefused, ResendRefused
from netmon.commands.seam import Actor, Command, Commands, Done
from netmon.commands.silences import AddSilence, EndSilence
from netmon.commands.trials import HoldDrill, SendTrial, SkipDrill
from netmon.commands.works import CancelMaintenance, PlanMaintenance, PlanWorks

__all__ = [
    "HOLD",
    "ON_ITS_WAY",
    "AcceptInvitation",
    "AcceptReply",
    "Acknowledge",
    "Actor",
    "AddAccount",
    "AddNote",
    "AddSilence",
    "Basis",
    "CancelMaintenance",
    "ChangePassword",
    "CloseSession",
    "Command",
    "Commands",
    "CorrectAvailability",
    "DisableAccount",
    "Done",
    "DropRefused",
    "EnableAccount",
    "EndSilence",
    "HoldDrill",
    "IssueLoginLink",
    "LightWall",
    "NoteTicket",
    "OpenSession",
    "PassOn",
    "PlanMaintenance",
    "PlanWorks",
    "PromiseReport",
    "PublishFigures",
    "RecordFailedLogin",
    "RecordRefusedLink",
    "RecordRefusedReply",
    "RedeemLoginLink",
    "RenewSession",
    "ResendRefused",
    "ResetPassword",
    "SendTrial",
    "SkipDrill",
]
