using System.CommandLine;
using PoolTopology.CommandLine.Programs;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Config;
using PoolTopology.Node.Verification;

NodeCommandLine options = new(NodeRole.Relay);
Command run = new("run", "Run a relay: follow the chain, validate it, serve it.");
options.AddTo(run);
run.SetAction((parsed, _) => NodeProgram.RunAsync(options.Read(parsed), forgingSide: null));

RootCommand root = new("A Cardano relay node. It holds no signing key and cannot forge.") { run, ChainCommand.Create() };
ProgramHelp.AddTo(root, "pool-relay");
ParseResult parsed = root.Parse(args);
int exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, CancellationToken.None);
return parsed.Errors.Count > 0 ? NodeExitCode.Usage : exitCode;
