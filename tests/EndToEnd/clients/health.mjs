// health.mjs ADDRESS check|list|watch [SERVICE]: asks grpc.health.v1 and prints one JSON object per answer.
// ADDRESS as grpc-js takes it: 127.0.0.1:7001 or unix:/run/pool.sock. A watch ends when its stdin closes.
import grpc from '@grpc/grpc-js';
import health from 'grpc-health-check';

const [address, verb, service = ''] = process.argv.slice(2);
const Health = grpc.makeGenericClientConstructor(health.service, 'Health');
const client = new Health(address, grpc.credentials.createInsecure());
const deadline = () => ({ deadline: Date.now() + 10_000 });
const print = value => console.log(JSON.stringify(value));

function finish(error, value) {
  print(error ? { code: grpc.status[error.code], details: error.details } : value);
  client.close();
  process.stdin.destroy();
}

if (verb === 'check') {
  client.check({ service }, deadline(), finish);
} else if (verb === 'list') {
  client.list({}, deadline(), finish);
} else if (verb === 'watch') {
  const watch = client.watch({ service });
  watch.on('data', print);
  watch.on('error', error => finish(error));
  watch.on('end', () => finish(null, { code: 'OK' }));
  process.stdin.on('end', () => watch.cancel()).resume();
} else {
  console.error(`unknown verb ${verb}`);
  process.exitCode = 2;
}
