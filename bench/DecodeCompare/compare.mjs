// Decodes the blocks of a file with decoders that others wrote; prints one JSON line per decoder.
//   node compare.mjs FILE SECONDS
// FILE: blocks as stored ([era, block]), each behind its size in four big-endian bytes. Each decoder runs for so many
// seconds, at least three passes over the file, timed in slices of 256 KiB; the fastest time of each slice counts, as
// in our own benchmark.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const cml = require('@dcspark/cardano-multiplatform-lib-nodejs');
const csl = require('@emurgo/cardano-serialization-lib-nodejs');
const { Decoder } = require('cbor-x');

const [file, seconds] = [process.argv[2], Number(process.argv[3])];
const content = readFileSync(file);
const blocks = [];
for (let at = 0; at < content.length;) {
  const size = content.readUInt32BE(at);
  blocks.push(content.subarray(at + 4, at + 4 + size));
  at += 4 + size;
}

// Maps stay maps (a plain object cannot hold keys that are bytes), tags that nobody knows stay tags.
const cborX = new Decoder({ mapsAsObjects: false, useRecords: false });
const decoders = {
  '@dcspark/cardano-multiplatform-lib-nodejs': (block) => cml.Block.from_cbor_bytes(block.subarray(2)).free(),
  '@emurgo/cardano-serialization-lib-nodejs': (block) => csl.VersionedBlock.from_bytes(block).free(),
  'cbor-x': (block) => cborX.decode(block),
};

const sliceBytes = 256 * 1024;

function slicesOf(list) {
  const slices = [[]];
  let size = 0;
  for (const block of list) {
    slices.at(-1).push(block);
    size += block.length;
    if (size >= sliceBytes) {
      slices.push([]);
      size = 0;
    }
  }
  return slices.filter((slice) => slice.length > 0);
}

function isReadable(decode, block) {
  try {
    decode(block);
    return true;
  } catch {
    return false;
  }
}

for (const [name, decode] of Object.entries(decoders)) {
  const readable = blocks.filter((block) => isReadable(decode, block));
  const bytes = readable.reduce((sum, block) => sum + block.length, 0);
  const slices = slicesOf(readable);
  const best = slices.map(() => Infinity);
  const end = performance.now() + seconds * 1000;
  for (let pass = 0; pass < 3 || performance.now() < end; pass++) {
    slices.forEach((slice, i) => {
      const start = performance.now();
      for (const block of slice)
        decode(block);
      best[i] = Math.min(best[i], performance.now() - start);
    });
  }
  const milliseconds = best.reduce((sum, time) => sum + time, 0);
  console.log(JSON.stringify({
    name, blocks: readable.length, refused: blocks.length - readable.length,
    megabytesPerSecond: bytes / 1000 / milliseconds,
  }));
}
