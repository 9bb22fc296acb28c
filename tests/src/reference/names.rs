//! Generic names: what they match, and which of two is the more specific.

use saffron_compiler::model::{Class, Model};
use saffron_vocabulary::racf::Switch;

use super::ebcdic;

/// How generic names of one class read.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a rule of its own")]
pub(crate) struct Naming {
    /// A `*` that ends the name stays within its qualifier: DATASET under EGN.
    stays: bool,
    /// `%` stands for a period as well.
    percent_is_any: bool,
    /// Later members of a variable are tried when the first that fits leads nowhere.
    backtracks: bool,
    /// Variables and their members; `None` where `&` is a character like any other.
    variables: Option<Vec<(String, Vec<String>)>>,
    /// Longest name of the class.
    longest: usize,
    /// Of two ordinary characters the last in EBCDIC order is searched first.
    descends: bool,
}

/// A part of a qualifier of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Literal(char),
    OneCharacter,
    RestOfQualifier,
    Variable(String),
}

/// A qualifier of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Qualifier(Vec<Token>),
    AnyQualifiers,
}

impl Naming {
    /// How the profile names of a class read.
    pub(crate) fn of_profiles(model: &Model, class: &Class) -> Self {
        let dataset = class.name == "DATASET";
        Self {
            stays: dataset && model.options.enhanced_generic_naming,
            percent_is_any: !dataset && model.options.switches.is_on(Switch::PercentMatchesPeriod),
            backtracks: model.options.switches.is_on(Switch::RacfvarsBacktracking),
            variables: (!dataset).then(|| variables_in_force(model)),
            longest: usize::from(class.descriptor.max_length),
            descends: !model.options.switches.is_on(Switch::EqualSpecificityAscending),
        }
    }

    /// How the names of global access checking entries of a class read for one user and group.
    pub(crate) fn of_global_entries(
        model: &Model,
        class: &Class,
        user: Option<&str>,
        group: Option<&str>,
    ) -> Self {
        let mut naming = Self::of_profiles(model, class);
        let variables = naming.variables.get_or_insert_default();
        variables.retain(|(name, _)| name != "&RACUID" && name != "&RACGPID");
        let known = |id: Option<&str>| id.map(str::to_owned).into_iter().collect();
        variables.push(("&RACUID".to_owned(), known(user)));
        variables.push(("&RACGPID".to_owned(), known(group)));
        naming
    }

    /// The form in which a single `*` never reaches past its qualifier.
    fn canonical(&self, pattern: &str) -> String {
        let double = pattern == "**" || pattern.ends_with(".**");
        if pattern.ends_with('*') && !double && !self.stays {
            format!("{pattern}.**")
        } else {
            pattern.to_owned()
        }
    }

    /// Whether the pattern covers the name.
    pub(crate) fn matches(&self, pattern: &str, name: &str) -> bool {
        let canonical = self.canonical(pattern);
        let parts: Vec<Part> = canonical.split('.').map(|qualifier| self.part(qualifier)).collect();
        let name: Vec<char> = name.chars().collect();
        self.parts_match(&parts, Some(&name))
    }

    fn part(&self, qualifier: &str) -> Part {
        if qualifier == "**" {
            return Part::AnyQualifiers;
        }
        let mut tokens = Vec::new();
        let mut characters = qualifier.chars().peekable();
        while let Some(character) = characters.next() {
            tokens.push(match character {
                '*' => Token::RestOfQualifier,
                '%' => Token::OneCharacter,
                '&' if self.variables.is_some() => {
                    let mut name = String::from('&');
                    while let Some(next) = characters
                        .next_if(|next| name.chars().count() < 8 && !"&%*".contains(*next))
                    {
                        name.push(next);
                    }
                    Token::Variable(name)
                }
                other => Token::Literal(other),
            });
        }
        Part::Qualifier(tokens)
    }

    /// Matches from the start of a qualifier on; no name: none is left.
    fn parts_match(&self, parts: &[Part], name: Option<&[char]>) -> bool {
        let Some((first, others)) = parts.split_first() else { return name.is_none() };
        match first {
            Part::Qualifier(tokens) => {
                name.is_some_and(|name| self.tokens_match(tokens, name, others))
            }
            Part::AnyQualifiers => {
                let mut left = name;
                loop {
                    if self.parts_match(others, left) {
                        return true;
                    }
                    let Some(qualifiers) = left else { return false };
                    left = after_period(qualifiers);
                }
            }
        }
    }

    /// Matches the rest of a qualifier and all that follows it.
    fn tokens_match(&self, tokens: &[Token], name: &[char], others: &[Part]) -> bool {
        let Some((first, tokens)) = tokens.split_first() else {
            return match name.split_first() {
                None => self.parts_match(others, None),
                Some(('.', after)) => self.parts_match(others, Some(after)),
                Some(_) => false,
            };
        };
        match first {
            Token::Literal(literal) => name.split_first().is_some_and(|(it, after)| {
                it == literal && self.tokens_match(tokens, after, others)
            }),
            Token::OneCharacter => name.split_first().is_some_and(|(it, after)| {
                (*it != '.' || self.percent_is_any) && self.tokens_match(tokens, after, others)
            }),
            Token::RestOfQualifier => {
                let end = name.iter().position(|it| *it == '.').unwrap_or(name.len());
                self.tokens_match(tokens, name.get(end..).unwrap_or_default(), others)
            }
            Token::Variable(variable) => {
                let tried = if self.backtracks { usize::MAX } else { 1 };
                self.members(variable)
                    .filter_map(|member| after_member(member, name))
                    .take(tried)
                    .any(|after| self.tokens_match(tokens, after, others))
            }
        }
    }

    fn members(&self, variable: &str) -> impl Iterator<Item = &str> {
        let variables = self.variables.as_deref().unwrap_or_default();
        let found = variables.iter().find(|(name, _)| name == variable);
        found.into_iter().flat_map(|(_, members)| members).map(String::as_str)
    }

    /// Sorts by how specific a name is: the least key is the most specific.
    pub(crate) fn key(&self, pattern: &str) -> Vec<u8> {
        let canonical = self.canonical(pattern);
        let mut key = Vec::new();
        let mut characters = canonical.chars().peekable();
        while let Some(character) = characters.next() {
            key.push(match character {
                '&' if self.variables.is_some() => 0xFA,
                '%' => 0xFB,
                '*' if characters.next_if_eq(&'*').is_none() => 0xFC,
                '*' if characters.peek().is_some() => 0xFD,
                '*' => 0xFE,
                '.' => 0x4B,
                // Letters and digits lie between the period and the first generic code.
                other if self.descends && (0x4C..0xFA).contains(&ebcdic::code(other)) => {
                    0x4C + (0xF9 - ebcdic::code(other))
                }
                other => ebcdic::code(other),
            });
        }
        // A canonical name may be longer than any name of the class.
        key.resize(key.len().max(self.longest + 4), 0x40);
        key
    }
}

/// Whether a name of a general resource class is generic by its spelling.
pub(crate) fn has_generic_characters(name: &str) -> bool {
    name.contains(['*', '%', '&'])
}

/// RACF uses variables only while RACFVARS is active and in storage.
fn variables_in_force(model: &Model) -> Vec<(String, Vec<String>)> {
    let class = model.classes.iter().find(|class| class.name == "RACFVARS");
    if class.is_some_and(|class| class.settings.active && class.settings.raclisted) {
        model.variables.iter().map(|it| (it.name.clone(), it.members.clone())).collect()
    } else {
        Vec::new()
    }
}

/// What follows the next period.
fn after_period(name: &[char]) -> Option<&[char]> {
    let at = name.iter().position(|it| *it == '.')?;
    name.get(at + 1..)
}

/// What follows the member, if the name begins with it.
fn after_member<'n>(member: &str, name: &'n [char]) -> Option<&'n [char]> {
    let member: Vec<char> = member.chars().collect();
    name.strip_prefix(member.as_slice())
}

#[cfg(test)]
mod tests {
    use super::Naming;

    fn dataset(stays: bool) -> Naming {
        Naming {
            stays,
            percent_is_any: false,
            backtracks: false,
            variables: None,
            longest: 44,
            descends: false,
        }
    }

    fn general(variables: &[(&str, &[&str])]) -> Naming {
        let variables = variables.iter().map(|(name, members)| {
            ((*name).to_owned(), members.iter().map(|it| (*it).to_owned()).collect())
        });
        Naming { variables: Some(variables.collect()), longest: 39, ..dataset(false) }
    }

    fn check(naming: &Naming, pattern: &str, covered: &[&str], not_covered: &[&str]) {
        for name in covered {
            assert!(naming.matches(pattern, name), "{pattern} covers {name}");
        }
        for name in not_covered {
            assert!(!naming.matches(pattern, name), "{pattern} doesn't cover {name}");
        }
    }

    #[test]
    fn enhanced_names() {
        let it = dataset(true);
        check(&it, "AB.CD*", &["AB.CD", "AB.CDEF"], &["AB.CD.EF", "AB.CDEF.GH"]);
        check(&it, "AB.CD.*", &["AB.CD.EF"], &["AB.CD", "AB.CD.EF.GH"]);
        check(&it, "AB.CD.**", &["AB.CD", "AB.CD.EF", "AB.CD.EF.GH"], &["AB.CDEF"]);
        check(&it, "AB.CD*.**", &["AB.CD", "AB.CDEF", "AB.CDEF.GH", "AB.CD.EF.GH"], &["AB.XY"]);
        check(&it, "AB.CD.*.**", &["AB.CD.EF", "AB.CD.EF.GH"], &["AB.CD"]);
        check(&it, "AB.**.CD", &["AB.CD", "AB.XY.CD", "AB.X.Y.CD"], &["AB.XY"]);
        check(&it, "AB.%%", &["AB.CD"], &["AB.C", "AB.CDE", "AB.C.D"]);
        check(&it, "AB.*.EF", &["AB.CD.EF"], &["AB.EF", "AB.C.D.EF"]);
    }

    #[test]
    fn plain_names() {
        let it = dataset(false);
        check(&it, "AB.CD*", &["AB.CD", "AB.CDEF", "AB.CD.EF", "AB.CDEF.GH"], &["AB.C"]);
        check(&it, "AB.CD.*", &["AB.CD.EF", "AB.CD.EF.GH"], &["AB.CD"]);
    }

    #[test]
    fn general_resource_names() {
        let it = general(&[]);
        check(&it, "COPY.PAPER*", &["COPY.PAPER", "COPY.PAPER.TEST"], &["COPY.PAPE"]);
        check(&it, "COPY.PAPER.*", &["COPY.PAPER.TEST", "COPY.PAPER.A.B"], &["COPY.PAPER"]);
        check(&it, "COPY.PAPER.**", &["COPY.PAPER", "COPY.PAPER.TEST"], &["COPY.PAPERX"]);
        check(&it, "COPY.PAPE%", &["COPY.PAPER"], &["COPY.PAPE", "COPY.PAPE."]);
        check(&it, "*", &["A", "A.B", "A.B.C"], &[]);
        check(&it, "**", &["A", "A.B", "A.B.C"], &[]);
        check(&it, "**.FINAL", &["FINAL", "A.FINAL", "A.B.FINAL"], &["FINAL.A"]);
        check(&it, "*.WEB.**", &["A.WEB", "A.WEB.B.C"], &["WEB", "A.B.WEB"]);
    }

    #[test]
    fn variables_are_texts() {
        let it = general(&[("&Y", &["WEB.FINAL"]), ("&V", &["A", "AB"]), ("&LONGNAM", &["Q"])]);
        check(&it, "COPY.&Y", &["COPY.WEB.FINAL"], &["COPY.WEB", "COPY.&Y"]);
        check(&it, "X.&V.Z", &["X.A.Z"], &["X.AB.Z"]);
        check(&it, "X.&V*.Z", &["X.A.Z", "X.AB.Z"], &["X.B.Z"]);
        check(&it, "X.&LONGNAMER", &["X.QER"], &["X.Q"]);
        check(&it, "&Y.**", &["WEB.FINAL", "WEB.FINAL.A"], &["WEB"]);
        let it = Naming { backtracks: true, ..it };
        check(&it, "X.&V.Z", &["X.A.Z", "X.AB.Z"], &["X.ABC.Z"]);
    }

    fn check_order(naming: &Naming, order: &[&str]) {
        let mut sorted = order.to_vec();
        sorted.reverse();
        sorted.sort_by_key(|name| naming.key(name));
        assert_eq!(sorted, order);
    }

    #[test]
    fn most_specific_first() {
        let enhanced = [
            "AB.CD",
            "AB.CD.*",
            "AB.CD.*.**",
            "AB.CD.**",
            "AB.CD*",
            "AB.CD*.**",
            "AB.C%.EF",
            "AB.C*.EF",
            "AB.*",
            "AB.*.EF",
            "AB.*.**",
            "AB.**.EF",
            "AB.**",
        ];
        check_order(&dataset(true), &enhanced);
        let general_names = [
            "COPY.PAPER.%",
            "COPY.PAPER.*",
            "COPY.PAPER.**",
            "COPY.PAPER%",
            "COPY.PAPER*",
            "COPY.PAPE%",
            "COPY.PAP*",
            "COPY.PRINT.*",
            "COPY.&X",
            "COPY.%APER",
            "COPY.*",
            "COPY.**",
            "COPY*",
            "%OPY.WEB.*",
            "*.WEB.**",
            "*",
            "**.FINAL",
            "**",
        ];
        check_order(&general(&[]), &general_names);
        let parmlib = ["SYS1.PARM*", "SYS1.P*", "SYS1.%ARMLIB", "SYS1.*", "SYS1.**"];
        check_order(&dataset(true), &parmlib);
        check_order(&dataset(true), &["A.**.B", "A.**.C.B"]);
    }
}
