using System.CommandLine;
using PoolTopology.CommandLine.Programs;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Config;
using PoolTopology.Producer.Credentials;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Schedule.Listing;

NodeCommandLine options = new(NodeRole.Producer);
ProducerCommandLine keys = new();
Command run = new("run", "Run a producer: follow the chain, and forge in the pool's own slots.");
options.AddTo(run);
keys.AddTo(run);
run.SetAction((parsed, _) => NodeProgram.RunAsync(
    options.Read(parsed),
    context => new ForgingSide(keys.Read(parsed), context.Workers, context.Time, context.Logs.CreateLogger("forging"))));

ScheduleCommand schedule = new(
    Console.Out, Console.Error, Console.IsErrorRedirected ? null : Console.Error, TimeProvider.System);
RootCommand root = new(
    "A Cardano block producer. It holds the hot keys (KES, VRF, operational certificate), never the cold key.")
{
    run,
    schedule.Create(),
};
ProgramHelp.AddTo(root, "pool-producer");
ParseResult parsed = root.Parse(args);
int exitCode = await parsed.InvokeAsync(
    new InvocationConfiguration { ProcessTerminationTimeout = null }, CancellationToken.None);
return parsed.Errors.Count > 0 ? NodeExitCode.Usage : exitCode;
