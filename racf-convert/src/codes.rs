//! The diagnostics of this crate, `SAF13nn`: what a policy can't represent.

saffron_diagnostics::codes! {
    WITHOUT_EFFECT = "SAF1301": "a definition without effect that is left out";
    UNSAID = "SAF1302": "a fact that a policy cannot represent";
    STRICTER = "SAF1303": "a fact that a policy can only represent more strictly";
}
