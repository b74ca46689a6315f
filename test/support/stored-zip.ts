import { crc32 } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;
/** 1980-01-01, the first date the format knows. */
const DOS_DATE = 0x21;
/** A regular file that everyone may read, in the high half of the attributes. */
const UNIX_MODE = 0o100644 << 16;

/** A zip archive of the given files, names to contents, not compressed. */
export const storedZip = (files: Readonly<Record<string, string | Buffer>>): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const fields = fileFields(Buffer.byteLength(name), data);
    const local = Buffer.concat([uint32(LOCAL_HEADER), fields, Buffer.from(name), data]);
    directory.push(centralEntry(name, fields, offset));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = uint16(directory.length);
  const end = [
    uint32(END_RECORD),
    uint16(0),
    uint16(0),
    count,
    count,
    uint32(central.length),
    uint32(offset),
  ];
  return Buffer.concat([...parts, central, ...end, uint16(0)]);
};

/** What the local and the central header have in common, from "version needed" to "extra field length". */
const fileFields = (nameLength: number, data: Buffer): Buffer =>
  Buffer.concat([
    uint16(20),
    uint16(0),
    uint16(0),
    uint16(0),
    uint16(DOS_DATE),
    uint32(crc32(data)),
    uint32(data.length),
    uint32(data.length),
    uint16(nameLength),
    uint16(0),
  ]);

const centralEntry = (name: string, fields: Buffer, offset: number): Buffer =>
  Buffer.concat([
    uint32(CENTRAL_HEADER),
    // Made by Unix.
    uint16((3 << 8) | 20),
    fields,
    uint16(0),
    uint16(0),
    uint16(0),
    uint32(UNIX_MODE >>> 0),
    uint32(offset),
    Buffer.from(name),
  ]);

const uint16 = (value: number): Buffer => {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
};

const uint32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};
