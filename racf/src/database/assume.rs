//! What commands may take for granted of the system they are written for.

use super::{Database, IBMUSER, Session};
use crate::command::{Command, CommandKind, Name, SetRoptsOperand, SystemOption, made};
use saffron_diagnostics::{FileId, Span};

/// The place of what no command specified: of no file.
const NOWHERE: Span = Span { file: FileId(u32::MAX), start: 0, end: 0 };

impl Database {
    /// Puts the options in force that scripts for existing systems rely on: SETROPTS GENERIC(*) EGN GRPLIST.
    pub fn assume_usual_options(&mut self) {
        let options = [
            SystemOption::Generic(vec![Name::bare("*")], true),
            SystemOption::EnhancedGenericNaming(true),
            SystemOption::ListOfGroups(true),
        ];
        let operand = |option| SetRoptsOperand { option, span: made(()).span };
        let kind = CommandKind::SetRopts(options.into_iter().map(operand).collect());
        let command = Command { span: NOWHERE, ..Command::from(kind) };
        let mut session = Session::new(std::mem::take(self), IBMUSER);
        session.run(&command);
        *self = session.database;
    }
}
