//! Words that are harmless wherever they are: those of RACF, of policies, and of the languages of the
//! files in which commands are.

use std::collections::HashSet;
use std::sync::LazyLock;

use saffron_vocabulary::class;
use saffron_vocabulary::verb::VERBS;

use crate::syntax;

/// Values of RACF's operands.
const RACF: &str = "ACEE ACCESS ALL ALTER ALWAYS ANY ASIS AUTOUID BOTH CONTROL CREATE DEFAULT EXECUTE FAILURE \
    FAILURES JOIN NEVER NO NONE NONSTANDARD NORMAL OFF ON PROFILE RACF READ SAF SPECIAL STANDARD SUCCESS \
    SUCCESSES UPDATE UPPER USE USER USERS USERID VALUE WARNING YES IBMUSER SYS1";

/// Words of policies and of our own messages.
const OURS: &str = "access application-data audit by class conditional connect data default default-group denied \
    entry environment external feature from global granted group groups item label level may member name not \
    notify on options or owner param permit permits policy profile protected read role saffron.toml saf \
    secure site special superior-group template test to uacc user users value var variable when with";

/// JCL and TSO.
const JCL: &str = "JOB EXEC PGM PROC PEND DD SET IF THEN ELSE ENDIF INCLUDE MEMBER JCLLIB ORDER EXPORT SYMLIST \
    SYMBOLS EXECSYS JCLONLY CNVTSYS DATA DLM DDNAME DSN DSNAME DISP SHR OLD NEW SYSTSIN SYSTSPRT SYSOUT \
    SYSPRINT SYSIN SYSUDUMP COND RC ABEND RUN LT GT EQ NE GE LE AND OR NOT CLASS MSGCLASS MSGLEVEL REGION \
    TIME NOTIFY PARM IKJEFT01 IKJEFT1A IKJEFT1B IEFBR14 BATCH STEP STEP1 RACFSTEP LIB JCL TSO PROFILE \
    NOPREFIX PREFIX END";

/// REXX, CLIST and shells.
const SCRIPTS: &str = "REXX ADDRESS SAY EXIT RETURN CALL DO END WHILE UNTIL FOREVER TO BY OVER ITERATE LEAVE \
    SELECT WHEN OTHERWISE SIGNAL PARSE ARG PULL VAR VALUE PUSH QUEUE NOP TRACE OUTTRAP PROCEDURE EXPOSE \
    CONTROL WRITE WRITENR READ GOTO LISTDSI MSG PROMPT FLUSH LIST CONLIST SYMLIST ECHO CAT TSOCMD FI DONE \
    FOR IN CASE ESAC FUNCTION LOCAL EXPORT SH BIN BASH ENV USR SET EOF";

/// YAML, XML, Markdown and programs.
const MARKUP: &str = "HOSTS VARS TASKS NAME ZOS_TSO_COMMAND IBM IBM_ZOS_CORE COMMANDS COMMAND REGISTER BECOME LOOP \
    WITH_ITEMS ITEM BLOCK ROLES SHELL CMD XML VERSION ENCODING UTF CDATA WORKFLOW STEP TEMPLATE \
    INLINETEMPLATE SUBMITAS VARIABLE VARIABLEVALUE INSTRUCTIONS HTML PRE CODE BODY P RACF CONSOLE TEXT YAML \
    DEFAULT UPPER LOWER IF ELSE ELIF ENDIF ENDFOR IMPORT SUBPROCESS OS SYSTEM DEF PRINT CONST LET VAR \
    FUNCTION AWAIT ASYNC NONE TRUE FALSE NULL";

static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let verbs = VERBS.iter().flat_map(|verb| [verb.name, verb.alias]);
    let operands = syntax::values().into_iter().flat_map(|value| value.path);
    let classes = class::supplied().iter().map(|class| class.name.as_str());
    let listed = [RACF, OURS, JCL, SCRIPTS, MARKUP].into_iter().flat_map(str::split_whitespace);
    let mut words: HashSet<String> = HashSet::new();
    for word in verbs.chain(operands).chain(classes).chain(listed) {
        words.insert(word.to_uppercase());
    }
    for operand in syntax::vocabulary().into_iter().flat_map(|verb| verb.operands) {
        words.insert(operand.name);
    }
    words
});

/// Whether a word in upper case is harmless wherever it is.
pub(super) fn contains(word: &str) -> bool {
    WORDS.contains(word)
}
