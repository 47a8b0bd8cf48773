use super::*;
use crate::model::{Day, Timestamp};
use crate::opinion::{Cell, Entry, Tally, Vote};
use proptest::prelude::*;

/// Reads votes and tells each as `who:what±`, or the faults.
fn read(text: &str, statements: Option<&[&str]>) -> String {
    let statements = statements.map(|ids| ids.iter().map(|id| Statement::open(*id)).collect());
    match read_votes(text.as_bytes(), statements, None) {
        Err(faults) => faults.to_string(),
        Ok(read) => told(&read),
    }
}

fn told(read: &VotesRead) -> String {
    let votes = &read.votes;
    let cell = |cell: &Cell| {
        let sign = match cell.vote() {
            Vote::Agree => '+',
            Vote::Pass => '0',
            Vote::Disagree => '-',
        };
        format!("{}{sign}", votes.statements()[cell.statement()].id)
    };
    let people: Vec<String> = votes
        .participants()
        .iter()
        .enumerate()
        .map(|(idx, id)| {
            let cells: Vec<String> = votes.of(idx).iter().map(cell).collect();
            format!("{id}: {}", cells.join(" "))
        })
        .collect();
    format!("{} [agree {}]", people.join(", "), read.sign.agree())
}

#[test]
fn every_form_is_read_and_says_its_sign() {
    for (text, expected) in [
        (
            "participant,statement,vote\nann,s1,1\nbob,s1,-1\nann,s2,0\n",
            "ann: s1+ s20, bob: s1- [agree 1]",
        ),
        (
            "\u{feff}timestamp,datetime,comment-id,voter-id,vote\r\n5,x,1,9,1\r\n6,x,1,10,-1\r\n",
            "9: 1+, 10: 1- [agree 1]",
        ),
        (
            "zid,pid,tid,vote,created\n1,9,1,-1,5\n1,10,1,1,6",
            "9: 1+, 10: 1- [agree -1]",
        ),
        (
            "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n7,0,0,2,1,1,1,-1\n8,,0,1,1,0,,1\n",
            "7: 0+ 1-, 8: 1+ [agree 1]",
        ),
        (
            "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n7,x,0,0,1,1,0,-1,\n",
            "7: 0+ [agree -1]",
        ),
        ("participant,0,1\na,1,\nb,,0\n", "a: 0+, b: 10 [agree 1]"),
        (
            "participant,statement,vote\n\"a,b\",\"s \"\"1\"\"\",1\n",
            "a,b: s \"1\"+ [agree 1]",
        ),
        ("participant,statement,vote\n", " [agree 1]"),
        // A later row replaces an earlier one, and later is what the timestamp says.
        (
            "participant,statement,vote\na,1,1\na,1,-1\n",
            "a: 1- [agree 1]",
        ),
        (
            "timestamp,comment-id,voter-id,vote\n9,1,a,1\n3,1,a,-1\n",
            "a: 1+ [agree 1]",
        ),
    ] {
        assert_eq!(read(text, None), expected, "{text}");
    }
}

#[test]
fn every_fault_is_told_with_line_and_column() {
    for (text, expected) in [
        (
            "",
            "line 1, column 1: the file is empty; begin with a header",
        ),
        (
            "a,b\n1,2\n",
            "line 1, column 1: the columns are not those of votes; the header is `participant,statement,vote`, or that of Polis' `votes.csv` or `participants-votes.csv`",
        ),
        (
            "participant,statement,vote\na,1,2\na,1,yes\na,1,\n",
            "line 2, column 3: `2` is no vote; write 1, 0 or -1\n\
             line 3, column 3: `yes` is no vote; write 1, 0 or -1\n\
             line 4, column 3: the row has no vote; write 1, 0 or -1, or leave the row out",
        ),
        (
            "participant,statement,vote\na,1\na,1,1,1\n",
            "line 2, column 3: the row has 2 cells where the header has 3\n\
             line 3, column 4: the row has 4 cells where the header has 3",
        ),
        (
            "participant,statement,vote\n,1,1\na,,1\na,7,1\n",
            "line 2, column 1: the row names no participant\n\
             line 3, column 2: the row names no statement\n\
             line 4, column 2: statement `7` is not in the list of statements",
        ),
        (
            "participant,statement,vote\n\"a,1,1\n",
            "line 2, column 1: a quotation mark is not closed on this line; ids and votes fit one line",
        ),
        (
            "timestamp,comment-id,voter-id,vote\nnoon,1,a,1\n",
            "line 2, column 1: `noon` is no timestamp; write whole seconds",
        ),
        (
            "participant,1,1,8\na,1,,\n",
            "line 1, column 3: statement `1` has two columns; keep one\n\
             line 1, column 4: statement `8` is not in the list of statements",
        ),
        (
            "participant,n-agree,n-disagree,1\na,5,0,1\n",
            "line 1, column 1: the columns `n-agree` and `n-disagree` go with neither sign of the votes; mend them or leave them out",
        ),
    ] {
        assert_eq!(read(text, Some(&["1", "2"])), expected, "{text}");
    }
    let not_text = read_votes(b"participant,statement,vote\n\xff,1,1\n", None, None);
    assert_eq!(
        not_text.unwrap_err().to_string(),
        "line 2, column 1: this is not UTF-8; save the file as UTF-8"
    );
}

#[test]
fn pieces_of_any_length_read_the_same() {
    let text = "participant,statement,vote\r\n10,1,1\r\n\"9\",2,-1\r\nann,1,0";
    let whole = read(text, None);
    for length in 1..text.len() {
        let mut reader = VotesReader::new(None, None);
        for piece in text.as_bytes().chunks(length) {
            reader.push(piece);
        }
        assert_eq!(told(&reader.finish().unwrap()), whole, "{length}");
    }
}

#[test]
fn a_line_without_end_is_refused_and_not_kept() {
    let mut reader = VotesReader::new(None, None);
    reader.push(b"participant,statement,vote\n");
    for _ in 0..200 {
        reader.push(&[b'x'; 10_000]);
        assert!(reader.kept() <= 1_100_000);
    }
    let found = reader.finish().unwrap_err().to_string();
    assert!(
        found.contains("line 2, column 1: the line is longer"),
        "{found}"
    );
}

#[test]
fn a_given_sign_is_taken() {
    let text = b"participant,statement,vote\na,1,1\n";
    let read = read_votes(text, None, Some(Sign::AgreeIsMinus)).unwrap();
    assert_eq!(told(&read), "a: 1- [agree -1]");
}

#[test]
fn statements_and_groups_are_read_with_their_faults() {
    let statements = read_statements(
        b"comment-id,moderated,is-meta,comment-body\n1,-1,True,\"a\nb\"\n2,0,False,c\n3,1,,d\n",
    )
    .unwrap();
    let flags: Vec<(bool, bool)> = statements
        .iter()
        .map(|statement| (statement.moderated_out, statement.meta))
        .collect();
    assert_eq!(flags, [(true, true), (false, false), (false, false)]);
    let faults = read_statements(b"comment-id,moderated\n1,2\n1,0\n,0\n").unwrap_err();
    assert_eq!(
        faults.to_string(),
        "line 2, column 2: `2` is none of -1, 0, 1, \n\
         line 3, column 1: statement `1` is already on line 2; keep one\n\
         line 4, column 1: the statement has no id"
    );
    let text = b"participant,statement,vote\na,1,1\nb,1,1\n";
    let votes = read_votes(text, None, None).unwrap().votes;
    let read = read_groups(b"member,group\nb,X\nz,Y\n", &votes).unwrap();
    assert_eq!(read.groups.names(), ["X"]);
    assert_eq!((read.groups.of(0), read.groups.of(1)), (None, Some(0)));
    assert_eq!(read.silent, ["z"]);
    let faults = read_groups(b"member,group\na,X\na,Y\nb,\n", &votes).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "line 3, column 1: member `a` already has a group on line 2; keep one\n\
         line 4, column 2: the member has no group; leave the row out"
    );
    assert!(read_groups(b"who,group\na,X\n", &votes).is_err());
}

/// The bytes that a writer writes.
fn bytes(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    bytes
}

fn texts() -> Vec<Comment> {
    vec![
        Comment {
            id: "1".into(),
            author: Some("ann".into()),
            when: When::At(Timestamp(1_731_990_143_000)),
            moderated: Moderated::In,
            importance: Some(2),
            seed: true,
            consensus: Some(0.25),
            body: "=Buses, \"every\" day\nand night".into(),
            ..Comment::default()
        },
        Comment {
            id: "-2".into(),
            moderated: Moderated::Out,
            meta: true,
            ..Comment::default()
        },
    ]
}

#[test]
fn a_whole_set_is_written_and_read_back() {
    let votes = read_votes(
        b"participant,statement,vote\nann,1,1\nbob,1,-1\n=eve,-2,0\n=eve,1,1\n",
        Some(texts().iter().map(Comment::statement).collect()),
        None,
    )
    .unwrap()
    .votes;
    let groups = read_groups(b"member,group\nann,North\n=eve,South\n", &votes)
        .unwrap()
        .groups;
    let comments = texts();
    let set = Set {
        votes: &votes,
        groups: &groups,
        comments: &comments,
        topic: "Buses",
        url: "https://example.org/b/buses",
        description: "What should\nrun?",
        history: &[],
    };
    let file = |file: SetFile| bytes(|out| set.write(file, out));
    assert_eq!(
        String::from_utf8(file(SetFile::Votes)).unwrap(),
        "timestamp,datetime,comment-id,voter-id,vote\r\n0,,1,'=eve,1\r\n0,,'-2,'=eve,0\r\n0,,1,ann,1\r\n0,,1,bob,-1\r\n"
    );
    let listed = Some(votes.statements().to_vec());
    for form in [SetFile::Votes, SetFile::ParticipantsVotes] {
        let back = read_votes(&file(form), listed.clone(), None).unwrap();
        assert_eq!((back.votes, back.sign), (votes.clone(), Sign::AgreeIsPlus));
    }
    let back = read_groups(&file(SetFile::ParticipantsVotes), &votes).unwrap();
    assert_eq!(back.groups.names(), ["0", "1"]);
    for person in 0..3 {
        assert_eq!(back.groups.of(person), groups.of(person));
    }
    let back = read_comments(&file(SetFile::Comments)).unwrap();
    assert_eq!(back.len(), 2);
    let (one, two) = (&back[0], &back[1]);
    assert_eq!((one.id.as_str(), one.agrees, one.disagrees), ("1", 2, 1));
    let counted = Comment {
        agrees: 2,
        disagrees: 1,
        ..comments[0].clone()
    };
    assert_eq!(*one, counted);
    assert_eq!(*two, comments[1]);
    let summary = read_summary(&file(SetFile::Summary)).unwrap();
    assert_eq!(summary, set.summary());
    assert_eq!((summary.voters, summary.voters_in_conv), (3, 2));
    assert_eq!((summary.commenters, summary.comments), (1, 2));
    let history = read_history(&file(SetFile::StatsHistory)).unwrap();
    assert_eq!((history.len(), history[0].votes), (1, 4));
    let by_group = read_comment_groups(&file(SetFile::CommentGroups)).unwrap();
    let agree = Tally {
        agree: 1,
        seen: 1,
        ..Tally::default()
    };
    let row = &by_group[0];
    assert_eq!((row.id.as_str(), row.total.seen), ("1", 3));
    assert_eq!(row.groups, [agree, agree]);
    assert_eq!(row.body, comments[0].body);
}

#[test]
fn a_set_tells_no_time_finer_than_it_may() {
    let cast = |when| CastVote {
        when,
        statement: "1",
        participant: "a",
        vote: Vote::Agree,
    };
    let day = Day::parse("2026-11-23").unwrap();
    let written = bytes(|out| {
        write_votes(
            out,
            [
                cast(When::Untold),
                cast(When::On(day)),
                cast(When::At(Timestamp(1_763_921_107_123))),
            ],
        )
    });
    let written = String::from_utf8(written).unwrap();
    let rows: Vec<&str> = written.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "0,,1,a,1",
            "1795392000,2026-11-23,1,a,1",
            "1763921107,2025-11-23 18:05 UTC,1,a,1"
        ]
    );
}

#[test]
fn the_other_files_tell_their_faults() {
    for (found, expected) in [
        (
            read_comments(b"comment-id,agrees\n1,many\n").map(|_| ()),
            "line 2, column 2: `many` is not a count",
        ),
        (
            read_comments(format!("comment-id\n{}\n", "9".repeat(201)).as_bytes()).map(|_| ()),
            "line 2, column 1: the id of the statement `9999999999999999999999999999999999999999…` is longer than 200 bytes",
        ),
        (
            read_comments(b"").map(|_| ()),
            "line 1, column 1: the file is empty; begin with a header",
        ),
        (
            read_summary(b"topic,Buses\nvoters,-1\n").map(|_| ()),
            "line 2, column 2: `-1` is not a count",
        ),
        (
            read_history(b"n-votes,n-comments\n1,1\n").map(|_| ()),
            "line 1, column 1: no column `n-visitors`",
        ),
        (
            read_comment_groups(b"comment-id,comment\n1,x\n").map(|_| ()),
            "line 1, column 1: the columns are not those of `comment-groups.csv`: `comment-id`, `comment`, `total-votes` and on",
        ),
    ] {
        assert_eq!(found.unwrap_err().to_string(), expected);
    }
}

proptest! {
    #[test]
    fn any_votes_come_back_from_both_files(
        cast in prop::collection::btree_map(("[a-c=+'-]{1,2}|[0-9]{1,12}", "[x-z@'=]{1,2}|[0-9]{1,3}"), 0_usize..3, 0..25),
    ) {
        let mut people: Vec<String> = cast.keys().map(|(who, _)| who.clone()).collect();
        let mut ids: Vec<String> = cast.keys().map(|(_, on)| on.clone()).collect();
        for list in [&mut people, &mut ids] {
            list.sort();
            list.dedup();
        }
        let place = |list: &[String], id: &String| u32::try_from(list.binary_search(id).unwrap()).unwrap();
        let entries = cast
            .iter()
            .map(|((who, on), vote)| Entry {
                participant: place(&people, who),
                cell: Cell::new(place(&ids, on), Vote::ALL[*vote]),
            })
            .collect();
        let statements = ids.iter().map(Statement::open).collect();
        let votes = Votes::new(people, statements, entries).unwrap();
        let listed = Some(votes.statements().to_vec());
        let nobody = Groups::new(Vec::new(), Vec::new());
        let wide = bytes(|out| write_participants(out, &votes, &nobody, |_| 0));
        let long = bytes(|out| write_votes(out, untimed(&votes)));
        for file in [long, wide] {
            let back = read_votes(&file, listed.clone(), None).unwrap();
            prop_assert_eq!(&back.votes, &votes);
        }
    }
}
