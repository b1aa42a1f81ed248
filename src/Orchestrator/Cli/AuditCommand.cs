using System.CommandLine;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool audit</c>: who changed what and when, from a log whose lines vouch for each other.</summary>
internal static class AuditCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        DeployVerbs verbs = new();
        Option<bool> verify = new("--verify") { Description = "Only say whether the log is what was written. Exit 9 where it is not." };
        Command command = verbs.AddTo(new Command("audit", "Who changed what and when.") { verify });
        command.SetAction(parsed =>
        {
            DeployStore store = DeployStore.Open(verbs.StateOf(parsed));
            TextWriter output = parsed.InvocationConfiguration.Output;
            IReadOnlyList<AuditEntry> entries = Read(store);
            if (parsed.GetValue(verify))
                output.Write($"{entries.Count} lines, unbroken{(entries.Count > 0 ? $", last hash {entries[^1].Hash}" : "")}\n");
            else
                foreach (AuditEntry entry in entries)
                    output.Write($"{entry.Event.At:u}  {entry.Rollout}  {(entry.Event as MachineEvent)?.Machine,-12} {RolloutSentences.Of(entry.Event)}\n");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static IReadOnlyList<AuditEntry> Read(DeployStore store)
    {
        try
        {
            return AuditLog.ReadAll(store.AuditPath);
        }
        catch (AuditException damaged)
        {
            throw new CommandFailure(ExitCodes.VerificationFailed, damaged.Message, "compare it with a copy; nothing is appended to it");
        }
    }
}
