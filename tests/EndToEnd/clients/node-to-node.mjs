// node-to-node.mjs HOST PORT MAGIC LIVE: shakes hands, follows the chain from its origin until LIVE roll-forwards have
// come after an await, fetches all blocks that were announced in one range, and asks for one keep-alive.
// Prints one JSON object per observation: {version}, {rollBackwardTo}, {header, live}, {block}, {cookie}.
import net from 'node:net';
import protocols from '@harmoniclabs/ouroboros-miniprotocols-ts';
import keepAlive from '@harmoniclabs/ouroboros-miniprotocols-ts/dist/protocols/keep-alive/KeepAliveClient.js';
import { createRequire } from 'node:module';

const { Multiplexer, HandshakeClient, ChainSyncClient, BlockFetchClient } = protocols;
const { Cbor } = createRequire(createRequire(import.meta.url).resolve('@harmoniclabs/ouroboros-miniprotocols-ts'))('@harmoniclabs/cbor');
const [host, port, magic, live] = process.argv.slice(2);
const print = value => console.log(JSON.stringify(value));
const hex = bytes => Buffer.from(bytes).toString('hex');
const fail = error => { console.error(error); process.exit(1); };

const socket = net.connect({ host, port: Number(port) });
await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
const mux = new Multiplexer({ protocolType: 'node-to-node', connect: () => socket });
mux.on('error', fail);

const handshake = new HandshakeClient(mux);
const accepted = await handshake.propose({
  networkMagic: Number(magic), initiatorOnlyDiffusionMode: true, peerSharing: false, query: false });
print({ version: Number(accepted.versionNumber), magic: Number(accepted.versionData?.networkMagic) });
handshake.terminate();

const chainSync = new ChainSyncClient(mux);
chainSync.on('error', fail);
let awaited = false;
chainSync.on('awaitReply', () => { awaited = true; });
await chainSync.findIntersect([{ blockHeader: undefined }]);

let seen = 0;
const points = [];
while (seen < Number(live)) {
  const next = await chainSync.requestNext();
  if (!('data' in next)) {
    print({ rollBackwardTo: next.point.toJson() });
    continue;
  }
  if (awaited) seen++;
  // [era, 24(header bytes)]; a header is [[block number, slot, previous hash, ...], signature].
  const [era, wrapped] = next.data.array;
  const header = wrapped.data.buffer;
  const [, slot, previous] = Cbor.parse(header).array[0].array;
  print({ header: hex(header), era: Number(era.num), live: awaited });
  // The hash of a header is in the header after it, or in the tip that came with it.
  if (points.length > 0) points.at(-1).hash = previous.buffer;
  const tip = next.tip.point.blockHeader;
  points.push({ slotNumber: slot.num, hash: tip.slotNumber === slot.num ? tip.hash : undefined });
}
const known = points.filter(point => point.hash);

const blockFetch = new BlockFetchClient(mux);
blockFetch.on('error', fail);
const fetched = await blockFetch.requestRange({ blockHeader: known[0] }, { blockHeader: known.at(-1) });
if (!Array.isArray(fetched)) fail('no blocks in the range');
for (const message of fetched) print({ block: hex(message.getBlockBytes()) });

const alive = new keepAlive.KeepAliveClient(mux);
print({ cookie: (await alive.request(4711)).cookie });
chainSync.done();
blockFetch.done();
mux.close();
process.exit(0);
