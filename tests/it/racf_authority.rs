//! Who may issue which command, and the least authority that a script takes.

use super::racf_seed::play;

#[test]
fn commands_are_judged_as_their_pages_say() {
    play("authority");
}
