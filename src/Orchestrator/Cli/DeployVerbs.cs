using System.CommandLine;
using PoolTopology.Orchestrator.Deploy;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>The options that every verb of a deployment has.</summary>
internal sealed class DeployVerbs
{
    private const int DefaultConcurrency = 16;

    private readonly Option<string> _file = CommonOptions.File();
    private readonly Option<string?> _state = CommonOptions.StateDirectory();
    private readonly Option<string?> _networkFiles = CommonOptions.NetworkFiles();

    private readonly Option<string?> _programs = new("--programs")
    {
        Description = "The folder of the published programs that are rolled out. [default: the folder of pool itself]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _agent = new("--agent-command")
    {
        Description = "How the agent is started on a machine. [default: a copy of this pool, brought there when it is missing]",
        HelpName = "COMMAND",
    };

    private readonly Option<string?> _ssh = new("--ssh-config")
    {
        Description = "An SSH configuration in place of ~/.ssh/config.",
        HelpName = "FILE",
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "How many machines are worked on at the same time. [default: 16]",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultConcurrency,
    };

    /// <summary>Adds the options to a command.</summary>
    public Command AddTo(Command command)
    {
        foreach (Option option in new Option[] { _file, _state, _networkFiles, _programs, _agent, _ssh, _parallel })
            command.Add(option);
        return command;
    }

    private readonly Option<string[]> _without = KnownNames.OfMachines(new Option<string[]>("--without")
    {
        Description = "Go on without a machine that is dead: it is not asked and not changed, the next apply brings it up to date. "
            + "Refused where it holds the last relay. May be repeated.",
        HelpName = "MACHINE",
    });

    /// <summary>Adds <c>--without</c>.</summary>
    public Command AddWithout(Command command)
    {
        command.Add(_without);
        return command;
    }

    /// <summary>The machines to go on without.</summary>
    public string[] WithoutOf(ParseResult parsed) => parsed.GetValue(_without) ?? [];

    /// <summary>The topology file as it was named.</summary>
    public string FileOf(ParseResult parsed) => parsed.GetRequiredValue(_file);

    /// <summary>The state directory.</summary>
    public string StateOf(ParseResult parsed) => CommonOptions.StateDirectoryOf(parsed.GetValue(_state), FileOf(parsed));

    /// <summary>Opens the deployment that the options describe.</summary>
    public Deployment Open(ParseResult parsed)
    {
        string file = FileOf(parsed);
        Deployment deployment = Deployment.Open(
            new DeployOptions(
                file, parsed.GetValue(_networkFiles), StateOf(parsed),
                parsed.GetValue(_programs) is { } folder ? Path.GetFullPath(folder) : AppContext.BaseDirectory,
                parsed.GetValue(_agent), parsed.GetValue(_ssh), Math.Clamp(parsed.GetValue(_parallel), 1, 256)),
            TimeProvider.System);
        if (WithoutOf(parsed) is { Length: > 0 } without)
            deployment.LeaveOut(without);
        return deployment;
    }

    /// <summary>Who does it: for locks and the audit log.</summary>
    public static string Who => $"{Environment.UserName}@{Environment.MachineName}";
}
