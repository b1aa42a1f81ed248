// reflection.mjs ADDRESS v1|v1alpha services|methods [SERVICE]: asks server reflection and prints one name per line.
import grpc from '@grpc/grpc-js';
import reflection from 'grpc-js-reflection-client';

const [address, version, verb, service] = process.argv.slice(2);
const client = new reflection.GrpcReflection(address, grpc.credentials.createInsecure(), undefined, version);

if (verb === 'services') {
  for (const name of await client.listServices()) console.log(name);
} else if (verb === 'methods') {
  for (const method of await client.listMethods(service)) console.log(method.definition.path);
} else {
  console.error(`unknown verb ${verb}`);
  process.exit(2);
}
process.exit(0);
