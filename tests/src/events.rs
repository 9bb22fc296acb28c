//! Access events as IRRADU00 would unload them. It shares no layout with the reader: columns are written here by number.

use saffron_runtime::{Context, Decision, Intent, Outcome, Request, Requester};
use saffron_vocabulary::racf::AccessLevel;

/// One record while it is written; every column is a byte.
struct Line(Vec<u8>);

impl Line {
    /// Puts a text from a column on, which is 1-based.
    fn put(&mut self, column: usize, text: &str) {
        let end = column - 1 + text.len();
        if self.0.len() < end {
            self.0.resize(end, b' ');
        }
        self.0.splice(column - 1..end, text.bytes());
    }

    fn flag(&mut self, column: usize, on: bool) {
        self.put(column, if on { "YES" } else { "NO" });
    }
}

/// A request, decided, as the event that the system records; `second` tells events apart. `None` if an event can't hold
/// what was asked: no user, two ports of entry, names that aren't ASCII, an outcome that isn't recorded.
pub fn access(request: &Request<'_>, decision: &Decision<'_>, second: u32) -> Option<String> {
    let Requester::User(user) = request.requester else { return None };
    let (asked, context) = (&request.question, &request.question.context);
    let texts = [user, asked.class, asked.resource, request.group.unwrap_or_default()];
    let fits = texts.iter().zip([8, 8, 246, 8]).all(|(text, width)| {
        text.is_ascii()
            && text.len() <= width
            && text.trim_end() == *text
            && *text == text.to_ascii_uppercase()
    });
    if !fits
        || asked.resource.is_empty()
        || asked.class.is_empty()
        || decision.outcome == Outcome::NotProtected
    {
        return None;
    }
    let mut line = Line(Vec::new());
    let denied = decision.outcome == Outcome::Deny;
    let (year, month, day) = request.date.civil();
    line.put(1, "ACCESS");
    line.put(10, if denied { "INSAUTH" } else { "SUCCESS" });
    line.put(19, &format!("{:02}:{:02}:{:02}", second / 3600 % 24, second / 60 % 60, second % 60));
    line.put(28, &format!("{year:04}-{month:02}-{day:02}"));
    line.put(39, context.sysid.unwrap_or("SYSA"));
    line.flag(44, denied);
    line.flag(49, false);
    line.flag(54, decision.warning);
    line.put(59, user);
    line.put(68, request.group.unwrap_or_default());
    line.flag(77, !denied);
    line.put(268, context.seclabel.unwrap_or_default());
    line.put(282, asked.resource);
    let execute = asked.intent == Intent::Execute;
    line.put(538, if execute { "EXECUTE" } else { asked.access.as_str() });
    line.put(547, decision.allowed.unwrap_or(AccessLevel::None).as_str());
    line.put(560, asked.volume.unwrap_or_default());
    line.put(574, asked.class);
    line.put(
        601,
        decision.profile().map(|it| it.name).filter(|it| it.is_ascii()).unwrap_or_default(),
    );
    port(&mut line, context)?;
    String::from_utf8(line.0).ok()
}

/// The port of entry; `None` if there are two, which no token has.
fn port(line: &mut Line, context: &Context<'_>) -> Option<()> {
    let partner = context.appcport.map(|it| it.split_once('.').unwrap_or(("", it)));
    let ports = [
        ("TERMINAL", context.terminal),
        ("CONSOLE", context.console),
        ("JESINPUT", context.jesinput),
        ("APPCPORT", partner.map(|(_, name)| name)),
    ];
    let mut stated = ports.iter().filter_map(|(class, name)| Some((class, (*name)?)));
    if let Some((class, name)) = stated.next() {
        line.put(1271, name);
        line.put(1280, class);
        line.put(1530, partner.map_or("", |(net, _)| net));
    } else {
        line.put(1152, "NO");
    }
    stated.next().is_none().then_some(())
}
