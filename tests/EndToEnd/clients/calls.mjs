// calls.mjs ADDRESS PROTO CASE: calls the test service Echo of PROTO and prints one JSON object per observation.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [address, proto, wanted] = process.argv.slice(2);
const { Echo } = grpc.loadPackageDefinition(loader.loadSync(proto, { defaults: true })).pooltopology.test;
const options = wanted === 'gzip' ? { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip } : {};
const client = new Echo(address, grpc.credentials.createInsecure(), options);
const print = value => console.log(JSON.stringify(value));
const soon = () => ({ deadline: Date.now() + 10_000 });
const status = error =>
  ({ code: grpc.status[error.code], details: error.details, reason: error.metadata.get('reason')[0] });

const say = (text, metadata = new grpc.Metadata(), options = soon()) => new Promise(resolve => {
  const call = client.say({ text }, metadata, options,
    (error, reply) => print(error ? status(error) : { text: reply.text }));
  call.on('metadata', headers => headers.get('x-before').forEach(before => print({ before })));
  call.on('status', trailing => resolve(trailing));
});

const cases = {
  async unary() {
    await say('Zürich 日本 🚀');
  },
  async metadata() {
    const metadata = new grpc.Metadata();
    metadata.add('x-ask', 'text');
    metadata.add('x-ask-bin', Buffer.from([0, 1, 254, 255]));
    const trailing = await say('metadata', metadata);
    print({ trailers: trailing.metadata.get('x-after-bin')[0].toString('hex') });
  },
  async failure() {
    await say('fail');
  },
  async deadline() {
    await say('hang', new grpc.Metadata(), { deadline: Date.now() + 200 });
  },
  async gzip() {
    await say('compressed');
  },
  async large() {
    await say('x'.repeat(5 * 1024 * 1024));
  },
  countTo() {
    return new Promise(resolve => {
      const values = [];
      const call = client.countTo({ value: 1000 }, soon());
      call.on('data', count => values.push(count.value));
      call.on('error', error => resolve(print(status(error))));
      call.on('end', () => resolve(print({ count: values.length, last: values.at(-1) })));
    });
  },
  sum() {
    return new Promise(resolve => {
      const call = client.sum(soon(), (error, reply) => resolve(print(error ? status(error) : reply)));
      for (let value = 1; value <= 1000; value++) call.write({ value });
      call.end();
    });
  },
  chat() {
    return new Promise(resolve => {
      const call = client.chat(soon());
      let next = 0;
      call.on('data', reply => {
        if (reply.text !== `message ${next}`) print({ unexpected: reply.text });
        if (++next < 100) call.write({ text: `message ${next}` });
        else call.end();
      });
      call.on('error', error => resolve(print(status(error))));
      call.on('end', () => resolve(print({ answered: next })));
      call.write({ text: 'message 0' });
    });
  },
  unknown() {
    return new Promise(resolve => client.makeUnaryRequest(
      '/pooltopology.test.Echo/Nothing', x => x, x => x, Buffer.alloc(0), new grpc.Metadata(), soon(),
      error => resolve(print(status(error)))));
  },
};

await cases[wanted]();
client.close();
