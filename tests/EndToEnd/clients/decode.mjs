// decode.mjs FILE: reads stored blocks, [era, block] as hexadecimal, one per line, and prints for each what
// cardano-multiplatform-lib makes of it: whether it writes the same bytes again, and the header's fields.
import { readFileSync } from 'node:fs';
import cml from '@dcspark/cardano-multiplatform-lib-nodejs';

for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(line => line)) {
  // 0x82, the era as a small integer, then the block itself.
  const bytes = Buffer.from(line, 'hex').subarray(2);
  const block = cml.Block.from_cbor_bytes(bytes);
  const header = block.header().header_body();
  console.log(JSON.stringify({
    roundTrip: Buffer.from(block.to_cbor_bytes()).equals(bytes),
    blockNo: Number(header.block_number()),
    slot: Number(header.slot()),
    prevHash: header.prev_hash()?.to_hex() ?? null,
    issuer: Buffer.from(header.issuer_vkey().to_raw_bytes()).toString('hex'),
    bodySizeBytes: Number(header.block_body_size()),
    bodyHash: header.block_body_hash().to_hex(),
    certificateNumber: Number(header.operational_cert().sequence_number()),
    protocolMajor: Number(header.protocol_version().major()),
    transactions: block.transaction_bodies().len(),
  }));
}
