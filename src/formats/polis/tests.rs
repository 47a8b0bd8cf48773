use super::*;
use crate::opinion::{Cell, Vote};

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
