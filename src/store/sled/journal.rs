//! The journal: everything committed since the snapshot, in the order it came.
//!
//! A header, then records. A *group* record holds what one sync made durable; a *seal* says that
//! the group before it was made durable. One group at most is ever unsynced, and it is the last:
//! so a bad group with anything whole after it is damage, while a bad one at the very end was
//! never acknowledged, and is cut off.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::disk::{self, Disk};
use super::error::OpenError;
use super::folder::Instance;
use super::row::{u32_at, u64_at};

const FILE_MAGIC: [u8; 8] = *b"cgjrnl01";
const HEADER: usize = 44;

// None of these bytes occurs in UTF-8, so neither keys nor bodies can hold one of the marks.
const MARK: [u8; 3] = [0xF6, 0xFE, 0xFB];
const GROUP: u8 = 0xF9;
const SEAL: u8 = 0xFA;
const RECORD_HEAD: usize = 20;

/// A record longer than this is none: a batch and a group are bounded well below.
const MAX_PAYLOAD: usize = 64 << 20;

/// The journal, open for appending.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    length: u64,
    sequence: u64,
    sealed: bool,
}

impl Journal {
    /// Begins a journal that follows the group `sequence`, and syncs it.
    pub(super) fn create(
        disk: &dyn Disk,
        path: PathBuf,
        instance: Instance,
        generation: u64,
        sequence: u64,
    ) -> io::Result<Self> {
        let file = disk::create(disk, &path)?;
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(&FILE_MAGIC);
        header.extend_from_slice(&instance.0);
        header.extend_from_slice(&generation.to_le_bytes());
        header.extend_from_slice(&sequence.to_le_bytes());
        header.extend_from_slice(&crc32fast::hash(&header).to_le_bytes());
        disk::append(disk, &path, &file, &header)?;
        disk::sync(disk, &path, &file)?;
        Ok(Self {
            path,
            file,
            length: HEADER as u64,
            sequence,
            sealed: true,
        })
    }

    /// Opens the journal for appending after its last whole record, where [`read`] found its end,
    /// and cuts off what comes behind.
    pub(super) fn resume(disk: &dyn Disk, path: PathBuf, end: End) -> io::Result<Self> {
        let file = File::options().read(true).append(true).open(&path)?;
        if end.torn > 0 {
            disk::cut(disk, &path, &file, end.length)?;
        }
        disk::sync(disk, &path, &file)?;
        Ok(Self {
            path,
            file,
            length: end.length,
            sequence: end.sequence,
            sealed: end.sealed,
        })
    }

    /// The number of the last group.
    pub(super) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Bytes so far.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Whether a seal follows the last group.
    pub(super) fn is_sealed(&self) -> bool {
        self.sealed
    }

    /// Appends a group and forces it onto the disk. After a failure the journal must not be
    /// written again: what of the group is on the disk is unknown.
    pub(super) fn append(&mut self, disk: &dyn Disk, group: &mut Group) -> io::Result<()> {
        let sequence = self.sequence + 1;
        let bytes = group.finish(sequence);
        disk::append(disk, &self.path, &self.file, bytes)?;
        disk::sync(disk, &self.path, &self.file)?;
        self.length += bytes.len() as u64;
        self.sequence = sequence;
        self.sealed = false;
        Ok(())
    }

    /// Says that the last group is durable; the seal itself is not waited for.
    pub(super) fn seal(&mut self, disk: &dyn Disk) -> io::Result<()> {
        let mut seal = [0; RECORD_HEAD];
        write_head(&mut seal, SEAL, self.sequence);
        disk::append(disk, &self.path, &self.file, &seal)?;
        self.length += seal.len() as u64;
        self.sealed = true;
        Ok(())
    }

    /// Forces everything onto the disk.
    pub(super) fn sync(&self, disk: &dyn Disk) -> io::Result<()> {
        disk::sync(disk, &self.path, &self.file)
    }
}

/// A group under construction; its buffer is used again for the next.
#[derive(Debug)]
pub(super) struct Group {
    bytes: Vec<u8>,
}

impl Group {
    pub(super) fn new() -> Self {
        Self {
            bytes: vec![0; RECORD_HEAD],
        }
    }

    pub(super) fn clear(&mut self) {
        self.bytes.truncate(RECORD_HEAD);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.len() == RECORD_HEAD
    }

    /// Adds a row; an empty value says that the row goes.
    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) {
        push_row(&mut self.bytes, key, value);
    }

    fn finish(&mut self, sequence: u64) -> &[u8] {
        write_head(&mut self.bytes, GROUP, sequence);
        &self.bytes
    }
}

/// Appends the lengths of key and value, and both. Lengths are bounded by the size of a batch.
pub(super) fn push_row(bytes: &mut Vec<u8>, key: &[u8], value: &[u8]) {
    bytes.extend_from_slice(&length_bytes(key.len()));
    bytes.extend_from_slice(&length_bytes(value.len()));
    bytes.extend_from_slice(key);
    bytes.extend_from_slice(value);
}

fn length_bytes(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

/// Takes the first row off the payload of a group: its key and value.
pub(super) fn take_row<'a>(payload: &mut &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let key_length = u32_at(payload, 0)? as usize;
    let value_length = u32_at(payload, 4)? as usize;
    let (key, rest) = payload[8..].split_at_checked(key_length)?;
    let (value, rest) = rest.split_at_checked(value_length)?;
    *payload = rest;
    Some((key, value))
}

fn write_head(record: &mut [u8], kind: u8, sequence: u64) {
    let payload = length_bytes(record.len() - RECORD_HEAD);
    record[..3].copy_from_slice(&MARK);
    record[3] = kind;
    record[4..12].copy_from_slice(&sequence.to_le_bytes());
    record[12..16].copy_from_slice(&payload);
    let check = record_check(record);
    record[16..20].copy_from_slice(&check.to_le_bytes());
}

fn record_check(record: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&record[..16]);
    hasher.update(&record[RECORD_HEAD..]);
    hasher.finalize()
}

/// Where a journal's whole records end.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// The last group.
    pub(super) sequence: u64,
    /// Bytes up to the end of the last whole record.
    pub(super) length: u64,
    /// Bytes behind that: an append that was cut short before it was acknowledged.
    pub(super) torn: u64,
    sealed: bool,
}

/// Is shown the number and the payload of each group of a journal.
pub(super) type Visit<'a> = dyn FnMut(u64, &[u8]) -> Result<(), OpenError> + 'a;

/// Reads a journal through and shows each group's number and payload to `visit`.
///
/// Fails when the journal is another store's, does not follow group `base`, or is damaged before its
/// end, and with what `visit` fails with.
pub(super) fn read(
    path: &Path,
    instance: Instance,
    generation: u64,
    base: u64,
    visit: &mut Visit<'_>,
) -> Result<End, OpenError> {
    let file = File::open(path).map_err(|error| OpenError::io(path, error))?;
    let file_length = file
        .metadata()
        .map_err(|error| OpenError::io(path, error))?
        .len();
    let reader = Reader {
        path,
        file,
        file_length,
    };
    reader.check_header(instance, generation, base)?;

    let mut end = End {
        sequence: base,
        length: HEADER as u64,
        torn: 0,
        sealed: true,
    };
    let mut buffer = Vec::new();
    while end.length < file_length {
        let Some((kind, sequence)) = reader.record(end.length, &mut buffer)? else {
            if !reader.skips_bad_seal(&mut end, &mut buffer)? {
                reader.refuse_damage(end)?;
                end.torn = file_length - end.length;
                break;
            }
            continue;
        };
        let expected = match kind {
            Kind::Group => end.sequence + 1,
            Kind::Seal => end.sequence,
        };
        if sequence != expected {
            let what = format!("holds record {sequence} where {expected} belongs");
            return Err(OpenError::damaged(path, end.length, what));
        }
        if let Kind::Group = kind {
            visit(sequence, &buffer[RECORD_HEAD..])?;
        }
        end.sequence = sequence;
        end.length += buffer.len() as u64;
        end.sealed = matches!(kind, Kind::Seal);
    }
    Ok(end)
}

/// Whether a journal holds anything after its header.
pub(super) fn is_begun(path: &Path) -> io::Result<bool> {
    Ok(path.metadata()?.len() > HEADER as u64)
}

#[derive(Clone, Copy)]
enum Kind {
    Group,
    Seal,
}

struct Reader<'a> {
    path: &'a Path,
    file: File,
    file_length: u64,
}

impl Reader<'_> {
    fn check_header(
        &self,
        instance: Instance,
        generation: u64,
        base: u64,
    ) -> Result<(), OpenError> {
        let mut header = [0; HEADER];
        let read = self.file.read_exact_at(&mut header, 0);
        let whole = read.is_ok()
            && header[..8] == FILE_MAGIC
            && u32_at(&header, HEADER - 4) == Some(crc32fast::hash(&header[..HEADER - 4]));
        let damaged = |what: &str| Err(OpenError::damaged(self.path, 0, what.to_owned()));
        if !whole {
            return damaged("does not begin as a journal");
        }
        if header[8..24] != instance.0 {
            return damaged("is the journal of another store");
        }
        if u64_at(&header, 24) != Some(generation) || u64_at(&header, 32) != Some(base) {
            return damaged("does not follow the snapshot beside it");
        }
        Ok(())
    }

    /// Reads the record at `offset` into the buffer, if a whole one is there.
    fn record(&self, offset: u64, buffer: &mut Vec<u8>) -> Result<Option<(Kind, u64)>, OpenError> {
        buffer.resize(RECORD_HEAD, 0);
        if self.file_length - offset < RECORD_HEAD as u64 {
            return Ok(None);
        }
        self.read_at(buffer, offset)?;
        let kind = match buffer[3] {
            GROUP => Kind::Group,
            SEAL => Kind::Seal,
            _ => return Ok(None),
        };
        let (Some(sequence), Some(payload)) = (u64_at(buffer, 4), u32_at(buffer, 12)) else {
            return Ok(None);
        };
        let length = RECORD_HEAD + payload as usize;
        let fits = payload as usize <= MAX_PAYLOAD && self.file_length - offset >= length as u64;
        if buffer[..3] != MARK || !fits {
            return Ok(None);
        }
        buffer.resize(length, 0);
        self.read_at(&mut buffer[RECORD_HEAD..], offset + RECORD_HEAD as u64)?;
        let whole = u32_at(buffer, 16) == Some(record_check(buffer));
        Ok(whole.then_some((kind, sequence)))
    }

    /// A seal is written without being waited for, so it may be bad although the group after it is
    /// whole. The numbers show that nothing is missing between them.
    fn skips_bad_seal(&self, end: &mut End, buffer: &mut Vec<u8>) -> Result<bool, OpenError> {
        let behind = end.length + RECORD_HEAD as u64;
        if end.sealed || behind > self.file_length {
            return Ok(false);
        }
        match self.record(behind, buffer)? {
            Some((Kind::Group, sequence)) if sequence == end.sequence + 1 => {
                end.length = behind;
                end.sealed = true;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Looks for a whole record behind a bad one: it proves that the bad one was durable once.
    fn refuse_damage(&self, end: End) -> Result<(), OpenError> {
        const CHUNK: usize = 1 << 20;
        let mut chunk = Vec::new();
        let mut buffer = Vec::new();
        let mut from = end.length + 1;
        while from + RECORD_HEAD as u64 <= self.file_length {
            let length = (self.file_length - from).min(CHUNK as u64);
            chunk.resize(usize::try_from(length).unwrap_or(CHUNK), 0);
            self.read_at(&mut chunk, from)?;
            for at in 0..chunk.len().saturating_sub(MARK.len()) {
                if chunk[at..at + MARK.len()] != MARK {
                    continue;
                }
                let offset = from + at as u64;
                if let Some((_, sequence)) = self.record(offset, &mut buffer)? {
                    let what = format!(
                        "a record is damaged, while record {sequence} at byte {offset} behind it is whole"
                    );
                    return Err(OpenError::damaged(self.path, end.length, what));
                }
            }
            from += (chunk.len() - MARK.len()).max(1) as u64;
        }
        Ok(())
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<(), OpenError> {
        self.file
            .read_exact_at(buffer, offset)
            .map_err(|error| OpenError::io(self.path, error))
    }
}
