//! What can be wrong with a row.

use crate::kind::SectionKind;

/// Why a row of a bundle is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    /// A field that stores a word of the vocabulary has a byte that is not a word.
    #[error("a field contains a value that the format doesn't define")]
    UnknownWord,
    /// A bit is set that has no meaning.
    #[error("a flag is set that the format doesn't define")]
    UnknownFlag,
    /// An index, run or text is not inside of the section to which it refers.
    #[error("it refers to something outside section `{0}`")]
    OutOfRange(SectionKind),
    /// A list that must ascend doesn't, or is not inside of its section.
    #[error("its part of section `{0}` is out of range or not in ascending order")]
    Unordered(SectionKind),
    /// The section has more rows than a bundle may have.
    #[error("the section has more than {limit} rows")]
    TooMany {
        /// The most rows of the section.
        limit: usize,
    },
    /// A condition with lower-case letters, which is never found.
    #[error("the condition is not in upper case")]
    NotFolded,
    /// The size of a hash table.
    #[error("the size of the hash table is too small or not a power of two")]
    TableSize,
    /// A return code of SAF other than 0, 4 and 8.
    #[error("the default return code is not 0, 4 or 8")]
    ReturnCode,
    /// An ID that is neither a user nor a group.
    #[error("the ID is neither a user nor a group")]
    NeitherUserNorGroup,
    /// The last profile announces another one of its name.
    #[error("another profile of the same name must follow, but there is none")]
    NothingFollows,
    /// Nodes of a trie share patterns.
    #[error("its generic qualifiers belong to another node")]
    SharedPatterns,
    /// A node's child is missing, or not after the node, so that a search might not end.
    #[error("it leads to a node that is missing or not after it")]
    Child,
    /// Another qualifier is searched after `**`.
    #[error("another qualifier follows `**` in the order of search")]
    DoubleStarNotLast,
    /// `**` follows `**`, so that the depth of a search has no bound.
    #[error("`**` follows `**`")]
    DoubleStarTwice,
    /// Global access checking knows no EXECUTE.
    #[error("a global entry gives EXECUTE")]
    GlobalExecute,
    /// Rows without a place in the origins.
    #[error("the number of origins doesn't match the rows that have one")]
    OriginCount,
    /// An item, reference or right of one environment is used in another.
    #[error("it contains an item of another environment")]
    OtherEnvironment,
    /// A type that no item can have.
    #[error("the type is not one of an item")]
    ItemType,
    /// A view must have a folder, and nothing else may.
    #[error("a view needs a folder, and other items have none")]
    Folder,
    /// The folder of a view is not a folder, or in another environment.
    #[error("the folder of the view is not a view folder of its environment")]
    NotAFolder,
    /// A create permission for something that is not an item.
    #[error("it permits creating something that is not an item")]
    CreateType,
    /// A row that a look-up of its own name doesn't find.
    #[error("a search for its name does not find it")]
    NotFound,
    /// A slot with another key than that of its name.
    #[error("its key is not that of its name")]
    Key,
    /// A user row and an ID that don't refer to each other.
    #[error("the ID and the user do not refer to each other")]
    OtherUser,
    /// A name leads to a row of another class.
    #[error("it refers to a row of another class")]
    OtherClass,
    /// A name leads to a row with another name.
    #[error("a row is found under another name than its own")]
    OtherName,
    /// Two names lead to one row.
    #[error("a row is found under two names")]
    FoundTwice,
    /// A generic name leads to a discrete profile.
    #[error("a generic name leads to a discrete profile")]
    NotGeneric,
    /// A node with two parents.
    #[error("a node of the generic names has two parents")]
    SharedNode,
    /// A row that nothing leads to.
    #[error("nothing leads to it")]
    Unreachable,
    /// Names or children that are not in the order of search.
    #[error("it is not in the order of search")]
    Order,
    /// A pattern whose kind is not that of its text.
    #[error("the kind of a qualifier is not that of its text")]
    PatternKind,
    /// A node that denies its plain qualifiers, or claims some.
    #[error("its plain qualifiers are not those that it announces")]
    HasLiterals,
    /// A name that is longer than any name can be.
    #[error("a name is longer than any name can be")]
    LongName,
    /// Runs of classes that overlap or leave something out.
    #[error("the runs of section `{0}` overlap or leave a gap")]
    Gap(SectionKind),
    /// A flag of a class that belongs to another class.
    #[error("a flag of the class belongs to another class")]
    ClassFlag,
    /// Something external that gives more than what the policy states of it.
    #[error("something external has a property that only a declaration in the policy can give it")]
    ExternalGives,
    /// Profiles that share volumes.
    #[error("its volumes belong to another profile, too")]
    SharedVolumes,
}
