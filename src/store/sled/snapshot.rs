//! The snapshot: every row in key order, which tells nothing of the order they came in.
//!
//! A header, rows, and a trailer with the totals and a checksum over all. It is written under
//! another name and renamed, so a snapshot under its own name is a whole one.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::disk::{self, Disk};
use super::error::OpenError;
use super::folder::Instance;
use super::journal::push_row;
use super::row::{Stamp, Totals, is_whole, u32_at, u64_at};

const FILE_MAGIC: [u8; 8] = *b"cgsnap01";
const HEADER: usize = 52;

/// Stands where a row's key length would, before the totals.
const TRAILER_MARK: u32 = u32::MAX;

/// A key or value longer than this is none.
const MAX_LENGTH: u32 = 64 << 20;

/// What a snapshot says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) instance: Instance,
    /// Counts the snapshots of a store.
    pub(super) generation: u64,
    /// The last group that is in it.
    pub(super) sequence: u64,
    /// The generation at which the sled folder that may be read with it was begun.
    pub(super) tree: u64,
}

/// Writes snapshots; [`Writer::finish`] makes the file whole and durable.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    disk: &'a dyn Disk,
    path: &'a Path,
    file: File,
    pending: Vec<u8>,
    hasher: crc32fast::Hasher,
    length: u64,
    totals: Totals,
}

impl<'a> Writer<'a> {
    pub(super) fn create(disk: &'a dyn Disk, path: &'a Path, header: &Header) -> io::Result<Self> {
        let file = disk::create(disk, path)?;
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend_from_slice(&FILE_MAGIC);
        bytes.extend_from_slice(&header.instance.0);
        bytes.extend_from_slice(&header.generation.to_le_bytes());
        bytes.extend_from_slice(&header.sequence.to_le_bytes());
        bytes.extend_from_slice(&header.tree.to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
        Ok(Self {
            disk,
            path,
            file,
            pending: bytes,
            hasher: crc32fast::Hasher::new(),
            length: 0,
            totals: Totals::default(),
        })
    }

    /// Adds a row; rows come in key order.
    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        const ENOUGH: usize = 256 << 10;
        push_row(&mut self.pending, key, value);
        if let Some(stamp) = Stamp::of(value) {
            self.totals.add(stamp);
        }
        if self.pending.len() >= ENOUGH {
            self.write_pending()?;
        }
        Ok(())
    }

    /// What was pushed so far.
    pub(super) fn totals(&self) -> Totals {
        self.totals
    }

    /// Writes the trailer and forces the file onto the disk; gives its length.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.pending.extend_from_slice(&TRAILER_MARK.to_le_bytes());
        self.pending
            .extend_from_slice(&self.totals.rows.to_le_bytes());
        self.pending
            .extend_from_slice(&self.totals.fingerprint.to_le_bytes());
        self.write_pending()?;
        let check = self.hasher.clone().finalize();
        self.pending.extend_from_slice(&check.to_le_bytes());
        self.write_pending()?;
        disk::sync(self.disk, self.path, &self.file)?;
        Ok(self.length)
    }

    fn write_pending(&mut self) -> io::Result<()> {
        self.hasher.update(&self.pending);
        disk::append(self.disk, self.path, &self.file, &self.pending)?;
        self.length += self.pending.len() as u64;
        self.pending.clear();
        Ok(())
    }
}

/// Is shown the key and the value of each row of a snapshot.
pub(super) type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> Result<(), OpenError> + 'a;

/// Reads a snapshot through, shows each row to `visit`, and gives the header and the totals.
///
/// Fails when a byte is not as it was written, naming where, and with what `visit` fails with.
pub(super) fn read(path: &Path, visit: &mut Visit<'_>) -> Result<(Header, Totals), OpenError> {
    let file = File::open(path).map_err(|error| OpenError::io(path, error))?;
    let mut reader = Reader {
        path,
        input: BufReader::with_capacity(1 << 18, file),
        hasher: crc32fast::Hasher::new(),
        offset: 0,
    };
    let header = reader.header()?;
    let mut totals = Totals::default();
    let (mut row, mut last_key) = (Vec::new(), Vec::new());
    loop {
        let begin = reader.offset;
        let damaged = |what: &str| OpenError::damaged(path, begin, what.to_owned());
        let key_length = reader.number()?;
        if key_length == TRAILER_MARK {
            reader.trailer(begin, totals)?;
            return Ok((header, totals));
        }
        let value_length = reader.number()?;
        if key_length > MAX_LENGTH || value_length > MAX_LENGTH {
            return Err(damaged("a row says it is longer than rows can be"));
        }
        row.resize(key_length as usize + value_length as usize, 0);
        reader.fill(&mut row)?;
        let (key, value) = row.split_at(key_length as usize);
        if !is_whole(key, value) {
            return Err(damaged("a row does not match its checksum"));
        }
        if key <= last_key.as_slice() {
            return Err(damaged("a row is out of order"));
        }
        last_key.clear();
        last_key.extend_from_slice(key);
        if let Some(stamp) = Stamp::of(value) {
            totals.add(stamp);
        }
        visit(key, value)?;
    }
}

struct Reader<'a> {
    path: &'a Path,
    input: BufReader<File>,
    hasher: crc32fast::Hasher,
    offset: u64,
}

impl Reader<'_> {
    fn header(&mut self) -> Result<Header, OpenError> {
        let mut bytes = [0; HEADER];
        self.fill(&mut bytes)?;
        let fields = (
            u64_at(&bytes, 24),
            u64_at(&bytes, 32),
            u64_at(&bytes, 40),
            u32_at(&bytes, 48),
        );
        let (Some(generation), Some(sequence), Some(tree), Some(check)) = fields else {
            unreachable!("the header is {HEADER} bytes long");
        };
        if bytes[..8] != FILE_MAGIC || check != crc32fast::hash(&bytes[..HEADER - 4]) {
            let what = "does not begin as a snapshot".to_owned();
            return Err(OpenError::damaged(self.path, 0, what));
        }
        let mut instance = Instance([0; 16]);
        instance.0.copy_from_slice(&bytes[8..24]);
        Ok(Header {
            instance,
            generation,
            sequence,
            tree,
        })
    }

    fn trailer(&mut self, begin: u64, totals: Totals) -> Result<(), OpenError> {
        let mut said = [0; 16];
        self.fill(&mut said)?;
        let check = self.hasher.clone().finalize();
        let same = u64_at(&said, 0) == Some(totals.rows)
            && u64_at(&said, 8) == Some(totals.fingerprint)
            && self.number()? == check;
        let mut rest = [0; 1];
        let read = self.input.read(&mut rest);
        let ended = read.map_err(|error| OpenError::io(self.path, error))? == 0;
        if same && ended {
            return Ok(());
        }
        let what = "the trailer does not match the rows before it".to_owned();
        Err(OpenError::damaged(self.path, begin, what))
    }

    fn number(&mut self) -> Result<u32, OpenError> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), OpenError> {
        self.input.read_exact(bytes).map_err(|error| {
            if error.kind() == io::ErrorKind::UnexpectedEof {
                OpenError::damaged(self.path, self.offset, "ends too early".to_owned())
            } else {
                OpenError::io(self.path, error)
            }
        })?;
        self.hasher.update(bytes);
        self.offset += bytes.len() as u64;
        Ok(())
    }
}
