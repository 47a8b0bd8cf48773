//! Ballots from the pieces of a file, so that one of any length needs room for its ballots and not
//! for its text.

use std::fmt::Debug;

use super::{
    Ballots, BallotsError, Format, abif, blt, csv, has_contests, is_old_mac, pabulib, preflib,
    read_contest, without_bom,
};

/// Where in a file something stands: the line and the byte of the line, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: usize,
}

impl Place {
    pub(super) const START: Self = Self { line: 1, column: 1 };

    /// The place after that text.
    pub(super) fn after(self, text: &[u8]) -> Self {
        // So few at a time that the count fits a byte, which lets the compiler look at many at once.
        let lines = text.chunks(255).map(|chunk| {
            let ends = chunk.iter().map(|b| u8::from(*b == b'\n'));
            u64::from(ends.sum::<u8>())
        });
        let last = text.iter().rev().take_while(|b| **b != b'\n').count();
        Self {
            line: self.line + lines.sum::<u64>(),
            column: if last == text.len() {
                self.column + last
            } else {
                last + 1
            },
        }
    }
}

/// Reads ballots from the pieces of a file, however they are cut.
///
/// A reader offers [`room`](Self::room) for the next bytes and is told how many there
/// [came](Self::came). BLT, PrefLib, Pabulib, ABIF and CSV are read as they come; what can only be read whole is
/// kept until [`finish`](Self::finish).
///
/// ```
/// use commonground::formats::ballots::BallotsReader;
/// let mut reader = BallotsReader::new(None);
/// for piece in ["2 1\n3 1 0\n", "1 2 1", " 0\n0\nElm\nOak\n"] {
///     reader.room()[..piece.len()].copy_from_slice(piece.as_bytes());
///     reader.came(piece.len())?;
/// }
/// assert_eq!(reader.finish()?.profile.cast().as_str(), "4");
/// # Ok::<(), commonground::formats::ballots::BallotsError>(())
/// ```
#[derive(Debug)]
pub struct BallotsReader {
    format: Option<Format>,
    contest: Option<String>,
    reading: Reading,
    /// What came and is not read yet stands at the beginning.
    buffer: Vec<u8>,
    filled: usize,
    /// How much must have come before it is worth looking again: where something long has not ended,
    /// every piece of it would else be looked at with each that follows.
    wait: usize,
    /// Where in the file that begins.
    place: Place,
    /// Do lines end with CR alone?
    is_old_mac: bool,
}

#[derive(Debug)]
enum Reading {
    /// Not enough has come to tell the format by.
    Undecided,
    /// The format is read from the whole text.
    Whole(Format),
    /// The format is read as it comes.
    Pieces(Box<dyn Pieces>),
}

/// What reads a format as it comes.
pub(super) trait Pieces: Debug + Send {
    /// Reads on, and returns how many bytes of the text are done with: all that cannot change any
    /// more by what comes after. The text ends with a line, and stands at that place of the file.
    fn take(&mut self, text: &str, place: Place, is_last: bool) -> Result<usize, BallotsError>;

    /// The ballots, when all has come.
    fn finish(self: Box<Self>) -> Result<Ballots, BallotsError>;
}

/// What reads a format as it comes; none for one that can only be read whole.
pub(super) fn pieces_of(format: Format) -> Option<Box<dyn Pieces>> {
    Some(match format {
        Format::Blt => Box::<blt::Reading>::default(),
        Format::Preflib => Box::<preflib::Reading>::default(),
        Format::Pabulib => Box::<pabulib::Reading>::default(),
        Format::Abif => Box::<abif::Reading>::default(),
        Format::Csv => Box::<csv::Reading>::default(),
        Format::Json | Format::Cdf => return None,
    })
}

/// The room that a reader offers at least.
const ROOM: usize = 1 << 16;

/// The room that a reader begins with.
const FIRST_ROOM: usize = 1 << 18;

/// How many bytes tell the format.
const TELLING: usize = 1 << 15;

/// The most bytes that can be kept unread: a whole file, or a single row.
const MOST_KEPT: usize = 1 << 30;

impl BallotsReader {
    /// A reader of that format, or of the one that the bytes look like.
    pub fn new(format: Option<Format>) -> Self {
        Self {
            format,
            contest: None,
            reading: Reading::Undecided,
            buffer: vec![0; FIRST_ROOM],
            filled: 0,
            wait: 0,
            place: Place::START,
            is_old_mac: false,
        }
    }

    /// Reads that contest, by name or id, of a format that holds several; others fail.
    #[must_use]
    pub fn of_contest(self, contest: Option<&str>) -> Self {
        Self {
            contest: contest.map(str::to_owned),
            ..self
        }
    }

    /// Room for the next bytes.
    pub fn room(&mut self) -> &mut [u8] {
        if self.buffer.len() - self.filled < ROOM {
            let more = (self.filled / 4).max(2 * ROOM);
            self.buffer.resize(self.filled + more, 0);
        }
        &mut self.buffer[self.filled..]
    }

    /// So many bytes came and stand at the beginning of the room.
    ///
    /// Fails with the line and column of the first fault, what it is, and what would be right.
    pub fn came(&mut self, bytes: usize) -> Result<(), BallotsError> {
        let before = self.filled;
        self.filled = (self.filled + bytes).min(self.buffer.len());
        if self.is_old_mac {
            self.end_lines_from(before);
        }
        let is_undecided = matches!(self.reading, Reading::Undecided);
        if self.filled < self.wait.min(MOST_KEPT) || (is_undecided && self.filled < TELLING) {
            return Ok(());
        }
        self.wait = self.filled + self.filled / 2;
        self.read_on(false)?;
        if self.filled > MOST_KEPT {
            let what = match self.reading {
                Reading::Undecided | Reading::Whole(_) => {
                    "a file of this format can have at most a gibibyte; write BLT, PrefLib or CSV"
                }
                Reading::Pieces(_) => {
                    "what begins here does not end within a gibibyte; is a quotation mark or a `0` missing?"
                }
            };
            return Err(BallotsError::at(self.place.line, self.place.column, what));
        }
        Ok(())
    }

    /// The ballots, when all has come. Fails as [`came`](Self::came) does.
    pub fn finish(mut self) -> Result<Ballots, BallotsError> {
        self.read_on(true)?;
        match self.reading {
            Reading::Undecided => read_contest(&[], Format::Csv, None),
            Reading::Whole(format) => {
                read_contest(&self.buffer[..self.filled], format, self.contest.as_deref())
            }
            Reading::Pieces(reading) => reading.finish(),
        }
    }

    /// Lets lines that end with CR alone end as others do.
    fn end_lines_from(&mut self, start: usize) {
        for byte in &mut self.buffer[start..self.filled] {
            if *byte == b'\r' {
                *byte = b'\n';
            }
        }
    }

    fn read_on(&mut self, is_last: bool) -> Result<(), BallotsError> {
        if matches!(self.reading, Reading::Undecided) {
            let came = &self.buffer[..self.filled];
            let mark = came.len() - without_bom(came).len();
            let format = self.format.unwrap_or_else(|| Format::sniff(came));
            has_contests(format, self.contest.as_deref())?;
            self.is_old_mac = is_old_mac(came);
            self.reading = pieces_of(format).map_or(Reading::Whole(format), Reading::Pieces);
            self.buffer.copy_within(mark..self.filled, 0);
            self.filled -= mark;
            if self.is_old_mac {
                self.end_lines_from(0);
            }
        }
        let came = &self.buffer[..self.filled];
        let whole_lines = came
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let came = &came[..if is_last { self.filled } else { whole_lines }];
        let Reading::Pieces(reading) = &mut self.reading else {
            return Ok(());
        };
        if came.is_empty() && !is_last {
            return Ok(());
        }
        let text = text_at(came, self.place)?;
        let done = reading.take(text, self.place, is_last)?;
        self.place = self.place.after(&self.buffer[..done]);
        self.buffer.copy_within(done..self.filled, 0);
        self.filled -= done;
        if done > 0 {
            self.wait = 0;
        }
        Ok(())
    }
}

/// The text that those bytes are, which stand at a place of a file that should be UTF-8.
pub(super) fn text_at(bytes: &[u8], place: Place) -> Result<&str, BallotsError> {
    let is_utf_16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if is_utf_16 && place == Place::START {
        let what = "this is UTF-16 text; save the file as UTF-8";
        return Err(BallotsError::at(place.line, place.column, what));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let place = place.after(&bytes[..error.valid_up_to()]);
        let what = "this is not UTF-8 text; save the file as UTF-8";
        BallotsError::at(place.line, place.column, what)
    })
}
