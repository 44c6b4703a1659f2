-- What an entry said before its outlet changed it, where an edition may have quoted it: citations stay checkable.
create table entry_versions (
    entry    integer not null,
    replaced integer not null,          -- when the words that took its place were first read
    link     text,
    title    text not null,
    summary  text not null,
    body     text not null
) strict;

create index entry_versions_entry on entry_versions (entry, replaced);
