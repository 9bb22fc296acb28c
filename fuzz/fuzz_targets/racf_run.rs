//! Commands run on a database, with and without a check of the issuer's authority. All are counted, a
//! second run has the same result, and the database is listed and becomes a policy that parses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_racf::database::{IBMUSER, Session, listing::listing};
use saffron_racf_convert::policy::tree;

fuzz_target!(|data: &[u8]| {
    let Some((path, text)) = saffron_fuzz::file(data) else { return };
    let [open, judged] = [false, true].map(|judges_authority| {
        let mut session = Session { judges_authority, ..Session::default() };
        assert_eq!(session.issuer, IBMUSER);
        let played = saffron_fuzz::play(path, &text, &mut session);
        (played.counts, session.database)
    });
    assert_eq!(open.0.total(), judged.0.total());
    assert_eq!(open.0.not_understood, judged.0.not_understood);
    let mut again = Session::default();
    assert_eq!(saffron_fuzz::play(path, &text, &mut again).counts, open.0);
    assert_eq!(listing(&again.database), listing(&open.1));
    for database in [&open.1, &judged.1] {
        let policy = saffron_lang::print::print(&tree(database));
        assert!(saffron_fuzz::parses(&policy), "{policy}");
    }
});
