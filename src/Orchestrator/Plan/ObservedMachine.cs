// What an agent says about its machine. The room of observed pools has the plain word for its namespace.
global using ObservedMachine = PoolTopology.Rpc.Agent.V1.Observed;
