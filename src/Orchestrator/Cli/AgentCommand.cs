using System.CommandLine;
using System.Reflection;
using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Session;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Agent.Wire;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool agent</c>: what changes a machine, for the length of one SSH session. Nothing stays resident.</summary>
internal static class AgentCommand
{
    // The alarm's own patience: behind it, systemd loads the rules from before without an agent.
    private static readonly TimeSpan ExpiryPatience = TimeSpan.FromSeconds(3);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> root = new("--root")
        {
            Description = "A folder that stands for /: for images, and for trying things out. Needs --tools.",
            DefaultValueFactory = _ => "",
            Recursive = true,
        };
        Option<string> tools = new("--tools")
        {
            Description = "The only folder that systemctl, systemd-run, nft, ss and conntrack are taken from.",
            DefaultValueFactory = _ => "",
            Recursive = true,
        };
        Command command = new(
            "agent",
            "Change this machine on behalf of `pool` on another one. Speaks framed messages on stdin and stdout; "
            + "started over SSH, ends with its session.")
        {
            root, tools,
        };
        command.SetAction((parsed, cancellation) => ServeAsync(
            Open(parsed.GetRequiredValue(root), parsed.GetRequiredValue(tools)), cancellation));
        command.Add(CreateExpire(root, tools));
        return command;
    }

    private static Command CreateExpire(Option<string> root, Option<string> tools)
    {
        Option<bool> atStart = new("--at-start") { Description = "The machine is starting: take back whatever is unconfirmed." };
        Command command = new("expire", "Take back a generation that was not confirmed in time. Called by systemd.") { atStart };
        command.SetAction((parsed, cancellation) => ExpireAsync(
            Open(parsed.GetRequiredValue(root), parsed.GetRequiredValue(tools)),
            parsed.GetValue(atStart) ? CarryMode.AtStart : CarryMode.Running,
            cancellation));
        return command;
    }

    private static PosixMachine Open(string root, string tools)
    {
        if (root.Length == 0 != (tools.Length == 0))
            throw new CommandFailure(
                ExitCodes.Usage, "--root and --tools belong together",
                "a folder that is not this machine must not be changed with this machine's systemctl");
        return PosixMachine.Open(
            root.Length == 0 ? "" : Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)),
            tools.Length == 0 ? "" : Path.GetFullPath(tools),
            TimeProvider.System);
    }

    private static async Task<int> ServeAsync(PosixMachine machine, CancellationToken cancellation)
    {
        string version = typeof(AgentCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        await using Stream input = Console.OpenStandardInput();
        await using Stream output = Console.OpenStandardOutput();
        try
        {
            await new AgentSession(machine, input, output, version, TimeProvider.System).RunAsync(cancellation);
            return ExitCodes.Ok;
        }
        catch (WireException broken)
        {
            throw new CommandFailure(ExitCodes.Error, broken.Message, "`pool agent` is started by pool on the operator's machine");
        }
    }

    private static async Task<int> ExpireAsync(PosixMachine machine, CarryMode mode, CancellationToken cancellation)
    {
        try
        {
            using IDisposable turn = await machine.TakeTurnAsync(MachineTurn.Change, ExpiryPatience, cancellation);
            Journal journal = Journal.Open(machine.Files);
            bool isBack = await new ChangeRunner(machine, journal, mode).SettleAsync(new SilentReport(), cancellation);
            await Console.Error.WriteLineAsync(isBack
                ? $"pool: back to generation {journal.State.Generation}: {journal.State.LastRevertReason}"
                : "pool: nothing to take back");
            return ExitCodes.Ok;
        }
        catch (MachineFailure failure)
        {
            throw new CommandFailure(ExitCodes.Error, failure.Message, "");
        }
    }
}
