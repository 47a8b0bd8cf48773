//! Files of ballots read in pieces: however they are cut, the same ballots or the same fault come out,
//! and every layout of CSV is found by its header.

use commonground::formats::ballots::{self, Ballots, BallotsError, BallotsReader, Format};
use commonground::tally::{Method, Rules, count};
use serde_json::Value;

/// Reads a file that comes in pieces of these lengths, over and over.
fn in_pieces(
    bytes: &[u8],
    format: Option<Format>,
    lengths: &[usize],
) -> Result<Ballots, BallotsError> {
    let mut reader = BallotsReader::new(format);
    let mut lengths = lengths.iter().cycle();
    let mut rest = bytes;
    while !rest.is_empty() {
        let room = reader.room();
        let came = rest.len().min(room.len()).min(*lengths.next().unwrap());
        room[..came].copy_from_slice(&rest[..came]);
        reader.came(came)?;
        rest = &rest[came..];
    }
    reader.finish()
}

/// Everything that was read, as text.
fn told(read: Result<Ballots, BallotsError>) -> String {
    match read {
        Ok(ballots) => format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {}",
            ballots.title,
            ballots.seats,
            ballots.withdrawn,
            ballots.tie_order,
            ballots.budget,
            ballots.notes,
            ballots.read_as,
            ballots::write(&ballots, Format::Json).unwrap()
        ),
        Err(error) => error.to_string(),
    }
}

fn check(text: &str, format: Format) {
    let whole = told(ballots::read(text.as_bytes(), format));
    for lengths in [&[1][..], &[2, 3], &[7], &[64, 1, 5], &[4096], &[100_000, 1]] {
        let pieces = told(in_pieces(text.as_bytes(), Some(format), lengths));
        assert_eq!(pieces, whole, "{} in pieces of {lengths:?}", format.name());
    }
}

/// So many rows, made of their number.
fn rows(count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).map(row).collect()
}

#[test]
fn blt_is_the_same_however_it_is_cut() {
    let ballots = rows(5000, |n| {
        format!(
            "{} {} {} {} 0\n",
            n % 3 + 1,
            n % 7 + 1,
            n % 5 + 8,
            n % 3 + 13
        )
    });
    let names = rows(16, |n| format!("\"Option é {n}\"\n"));
    check(
        &format!("16 2\n-4\n{ballots}0\n{names}\"Title\"\n"),
        Format::Blt,
    );
    check(
        &format!(
            "\u{feff}16 2\r\n{}0\r\n{names}",
            ballots.replace('\n', "\r\n")
        ),
        Format::Blt,
    );
    let nicks = rows(16, |n| format!("n{n} "));
    let by_nick = rows(2000, |n| {
        format!(
            "(id{n}) 1/2 n{} - n{}=n{} 0 # why\n",
            n % 4,
            n % 5 + 5,
            n % 6 + 10
        )
    });
    check(
        &format!("16 2 # head\n[nick {nicks}]\n[tie {nicks}]\n{by_nick}{ballots}0\n{names}"),
        Format::Blt,
    );
    // Many ballots on a line, and one over several.
    let long = rows(3000, |n| format!("1 {} 0 ", n % 16 + 1));
    check(
        &format!("16 1\n{long}\n1\n2\n3\n0\n0\n{names}"),
        Format::Blt,
    );
    check(
        &format!("16 1\n{}\n0\n{names}", long.trim_end()),
        Format::Blt,
    );
}

#[test]
fn a_fault_is_at_the_same_place_however_the_file_is_cut() {
    let good = rows(4000, |n| format!("1 {} {} 0\n", n % 7 + 1, n % 5 + 8));
    let names = rows(16, |n| format!("Option {n}\n"));
    for fault in [
        "1 2 17 0\n",
        "1 x 0\n",
        "a 1 0\n",
        "1 2",
        "1 1000 0\n",
        "01000 x\n",
        "[tie 1]\n",
    ] {
        check(&format!("16 2\n{good}{fault}{good}0\n{names}"), Format::Blt);
    }
    check(&format!("16 2\n{good}"), Format::Blt);
    check(&format!("16 2\n{good}1 2"), Format::Blt);
    check(&format!("16 2\n{good}0\nonly one name\n"), Format::Blt);
    for start in ["", "16", "16 2", "16 2\n[nick", "x"] {
        check(start, Format::Blt);
        check(start, Format::Preflib);
        check(start, Format::Csv);
    }
    let error = told(ballots::read(
        format!("16 2\n{good}1 2 17 0\n").as_bytes(),
        Format::Blt,
    ));
    assert!(
        error.starts_with("line 4002, column 5: `17` is no option"),
        "{error}"
    );
    let mut latin1 = format!("16 2\n{good}0\n{names}").into_bytes();
    let at = latin1.len() - 3;
    latin1[at] = 0xfc;
    let whole = told(ballots::read(&latin1, Format::Blt));
    assert!(whole.contains("this is not UTF-8 text"), "{whole}");
    assert_eq!(told(in_pieces(&latin1, None, &[1000])), whole);
}

#[test]
fn preflib_is_the_same_however_it_is_cut() {
    let head = "# TITLE: Trees\n# NUMBER ALTERNATIVES: 16\n# ALTERNATIVE NAME 3: Eschè\n";
    let plain = rows(4000, |n| {
        format!("{}: {},{}\n", n % 4, n % 7 + 1, n % 5 + 8)
    });
    check(&format!("{head}{plain}"), Format::Preflib);
    check(&format!("{head}{plain}2:1,2"), Format::Preflib);
    check(
        &format!("{head}{}", plain.replace('\n', "\r\n")),
        Format::Preflib,
    );
    let tied = rows(900, |n| {
        format!("1: {},{{{}, {}}}, 16\n", n % 7 + 1, n % 3 + 8, n % 3 + 12)
    });
    check(&format!("{head}{tied}{plain}{tied}"), Format::Preflib);
    check(
        &format!("{head}# NUMBER CATEGORIES: 2\n1: {{1,2}},{{3}}\n2: {{3}},{{}}\n"),
        Format::Preflib,
    );
    for fault in [
        "1: 1,17\n",
        "1: 1,0\n",
        "x: 1\n",
        "1: {1\n",
        "1: 1,,2\n",
        "# NUMBER ALTERNATIVES: 3\n",
    ] {
        check(&format!("{head}{plain}{fault}{plain}"), Format::Preflib);
    }
}

#[test]
fn csv_is_the_same_however_it_is_cut() {
    let ranked = rows(3000, |n| {
        format!(
            "{n},c{},c{},\"Smith, \"\"{}\"\"\"\n",
            n % 9,
            n % 7 + 20,
            n % 3
        )
    });
    check(&format!("ballot,rank1,rank2,rank3\n{ranked}"), Format::Csv);
    let long = format!("1,c1,c2,\"{}\nlines\"\n", "x".repeat(150_000));
    check(
        &format!("ballot,rank1,rank2,rank3\n{ranked}{long}{ranked}"),
        Format::Csv,
    );
    check(
        &format!("ballot,rank1,rank2,rank3\n{ranked}1,\"a,b,c\n{ranked}"),
        Format::Csv,
    );
    check(
        &format!("ballot,rank1,rank2,rank3\n{ranked}1,\"a\"b,c,d\n{ranked}"),
        Format::Csv,
    );
    check(
        &format!("ballot,rank1,rank2,rank3\n{ranked}1,2\n"),
        Format::Csv,
    );
    let placed = rows(2000, |n| format!("{},,{}\r\n\r\n", n % 3 + 1, n % 2 + 1));
    check(&format!("Housing,Bus,Rent\r\n{placed}1,1,3"), Format::Csv);
    let ordered = rows(2000, |n| format!("a{}>b=c{}\n", n % 5, n % 4));
    check(&format!("order\n{ordered}"), Format::Csv);
}

/// What a CSV file says, as the ballots of our JSON.
fn check_csv(text: &str, expected: &str) {
    let read = ballots::read(text.as_bytes(), Format::Csv).unwrap();
    let json = ballots::write(&read, Format::Json).unwrap();
    let says: Value = serde_json::from_str(&json).unwrap();
    let expected: Value = serde_json::from_str(expected).unwrap();
    assert_eq!(says["ballots"], expected, "{text}");
}

#[test]
fn every_layout_of_csv_is_found_by_its_header() {
    let ranked = r#"[{"count":2,"ranking":[["Ash"],["Elm"]]},{"count":1,"ranking":[["Elm"]]}]"#;
    for text in [
        "ballot,rank1,rank2\n1,Ash,Elm\n2,Ash,Elm\n3,Elm,\n",
        "Choice 1;Choice 2\nAsh;Elm\nAsh;Elm\nElm;\n",
        "1st choice\t2nd choice\nAsh\tElm\nAsh\tElm\nElm\t\n",
        "Contest Id,Record Id,Precinct,Rank 1,Rank 2\n7,1,P,Ash,Elm\n7,2,P,Ash,Elm\n7,3,Q,Elm,undervote\n",
        "Timestamp,Trees [First choice],Trees [Second choice]\nx,Ash,Elm\nx,Ash,Elm\nx,Elm,\n",
        "count,order\n2,Ash>Elm\n1,Elm\n",
        "Precinct,Ash,Elm\nP,1,2\nP,1,2\nQ,,1\n",
        "Timestamp,Trees [Ash],Trees [Elm]\nx,1st,2nd\nx,Choice 1,Choice 2\nx,,First choice\n",
        "trees__rank_Ash,trees__rank_Elm\n1,2\n1,2\n,1\n",
    ] {
        check_csv(text, ranked);
    }
    let approving = r#"[{"approves":["Ash","Elm"],"count":1},{"approves":["Elm"],"count":1},{"count":1,"ranking":[]}]"#;
    for text in [
        "approves_Ash,approves_Elm\n1,1\n0,1\n0,0\n",
        "trees__approves_Ash,trees__approves_Elm\nyes,X\nno,x\n,\n",
        "Approve of [Ash],Approve of [Elm]\nx,x\n,x\n,\n",
    ] {
        check_csv(text, approving);
    }
    let scored = r#"[{"count":1,"scores":{"Ash":5,"Elm":0}},{"count":1,"scores":{"Elm":3}}]"#;
    for text in [
        "score_Ash,score_Elm\n5,0\n,3\n",
        "Rate the trees [Ash],Rate the trees [Elm]\n5,0\n,3\n",
    ] {
        check_csv(text, scored);
    }
}

#[test]
fn what_csv_cells_say_instead_of_a_name_is_counted() {
    let text =
        "Rank 1,Rank 2,Rank 3\nAsh,undervote,Elm\nskipped,overvote,Ash\nElm,Undervote,undervote\n";
    let read = ballots::read(text.as_bytes(), Format::Csv).unwrap();
    assert_eq!(
        read.notes,
        ["4 cells say `undervote` or `skipped` and are read as skipped ranks"]
    );
    assert_eq!(
        read.read_as.as_deref(),
        Some("one column a rank, 3 ranks; 3 rows, 3 ballots")
    );
    assert_eq!(read.profile.candidates(), ["Ash", "Elm"]);
    let outcome = count(&read.profile, &Rules::new(Method::Irv)).unwrap();
    // The second ballot skips a rank and then is overvoted, which exhausts it.
    assert_eq!(outcome.rounds[0].exhausted.as_str(), "1");
}

#[test]
fn options_met_in_another_order_are_the_same_options() {
    // The rows name the options from the last to the first, and equals in both orders.
    let csv = "order\nd=b>c\nb=d>c\na\nc>a=d=b\n";
    let json = r#"{"candidates":["a","b","c","d"],"ballots":[{"count":2,"ranking":[["b","d"],["c"]]},{"count":1,"ranking":[["a"]]},{"count":1,"ranking":[["c"],["a","b","d"]]}]}"#;
    let read = |text: &str, format| ballots::read(text.as_bytes(), format).unwrap();
    assert_eq!(
        ballots::write(&read(csv, Format::Csv), Format::Json).unwrap(),
        ballots::write(&read(json, Format::Json), Format::Json).unwrap()
    );
}
