// secure.mjs ADDRESS IDENTITY check|services|pool|events [AFTER COUNT]: asks an orchestrator over mutual TLS.
// IDENTITY is a file of `pool serve cert operator`; "without:FILE" trusts its authority and shows no certificate.
import fs from 'node:fs';
import grpc from '@grpc/grpc-js';
import health from 'grpc-health-check';
import loader from '@grpc/proto-loader';
import reflection from 'grpc-js-reflection-client';

const [address, identity, verb, after, count] = process.argv.slice(2);
const isBare = identity.startsWith('without:');
const pem = fs.readFileSync(isBare ? identity.slice('without:'.length) : identity, 'utf8');
const blocks = pem.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n?/g);
const authority = Buffer.from(blocks[0]);
const credentials = isBare
  ? grpc.credentials.createSsl(authority)
  : grpc.credentials.createSsl(authority, Buffer.from(blocks[2]), Buffer.from(blocks[1]));

const print = value => console.log(JSON.stringify(value));
const failure = error => print({ code: grpc.status[error.code], details: error.details });
const deadline = () => ({ deadline: Date.now() + 20_000 });

function orchestrator() {
  const folder = new URL('../../../src/Rpc/Protos/', import.meta.url).pathname;
  const definition = loader.loadSync('pooltopology/orchestrator/v1/orchestrator.proto', { includeDirs: [folder], longs: Number });
  const { Orchestrator } = grpc.loadPackageDefinition(definition).pooltopology.orchestrator.v1;
  return new Orchestrator(address, credentials);
}

const verbs = {
  check() {
    const Health = grpc.makeGenericClientConstructor(health.service, 'Health');
    const client = new Health(address, credentials);
    return new Promise(resolve => client.check({ service: '' }, deadline(), (error, answer) => {
      if (error) failure(error); else print(answer);
      client.close();
      resolve();
    }));
  },
  async services() {
    const client = new reflection.GrpcReflection(address, credentials, undefined, 'v1');
    for (const service of await client.listServices()) console.log(service);
  },
  pool() {
    const client = orchestrator();
    return new Promise(resolve => client.getPool({}, deadline(), (error, pool) => {
      if (error) failure(error); else print({ ticker: pool.ticker });
      client.close();
      resolve();
    }));
  },
  events() {
    const client = orchestrator();
    return new Promise(resolve => {
      let seen = 0;
      const call = client.watchEvents({ afterSequence: Number(after) }, deadline());
      call.on('data', event => {
        print({ sequence: event.sequence, type: event.type });
        if (++seen === Number(count)) call.cancel();
      });
      call.on('error', error => {
        if (error.code !== grpc.status.CANCELLED) failure(error);
        client.close();
        resolve();
      });
    });
  },
};

await verbs[verb]();
process.exit(0);
