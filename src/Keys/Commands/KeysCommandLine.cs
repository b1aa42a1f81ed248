using System.CommandLine;
using PoolTopology.CommandLine.Programs;

namespace PoolTopology.Keys.Commands;

/// <summary>The whole command line of <c>pool-keys</c>.</summary>
internal static class KeysCommandLine
{
    /// <summary>Runs a command line and returns the exit code.</summary>
    public static int Run(string[] arguments, CommandSurroundings surroundings)
    {
        RootCommand root = new(
            "Keys, operational certificates and devnets for Cardano stake pools.\n" +
            "Runs offline and opens no connection: keep the cold key on a machine without network.")
        {
            NodeCommands(surroundings),
            PoolIdCommand.Create(surroundings),
            DevnetCommand.Create(surroundings),
        };
        ProgramHelp.AddTo(root, "pool-keys");
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count == 0)
        {
            InvocationConfiguration configuration = new()
            {
                Output = surroundings.Output,
                Error = surroundings.Errors,
                EnableDefaultExceptionHandler = false,
            };
            return parsed.Invoke(configuration);
        }
        foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            surroundings.Errors.WriteLine("pool-keys: " + error.Message);
        return surroundings.Refuse("try: pool-keys --help", ExitCodes.Usage);
    }

    private static Command NodeCommands(CommandSurroundings surroundings) => new(
        "node", "Cold, KES and VRF keys, and operational certificates")
    {
        ColdKeyCommand.Create(surroundings),
        HotKeyCommands.CreateKes(surroundings),
        HotKeyCommands.CreateVrf(surroundings),
        VrfHashCommand.Create(surroundings),
        CounterCommand.Create(surroundings),
        IssueCommand.Create(surroundings),
        KesPeriodInfoCommand.Create(surroundings),
    };
}
