using System.CommandLine;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Locks;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool retire</c>: notes that a machine which left the topology file was shut down; nothing tells of it any more.</summary>
internal static class RetireCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        DeployVerbs verbs = new();
        Argument<string> name = new("MACHINE") { Description = "Its name, as topology.yaml had it." };
        Option<string> reason = new("--reason") { Description = "Why, for the audit log.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Command command = verbs.AddTo(new Command(
            "retire", "Note that a machine which is no longer in the topology file was shut down. Nothing is done on it.")
        {
            name, reason,
        });
        command.SetAction(async (parsed, _) =>
        {
            await using Deployment deployment = verbs.Open(parsed);
            string machine = parsed.GetRequiredValue(name);
            if (deployment.Desired.ContainsKey(machine))
                throw new CommandFailure(
                    ExitCodes.SafetyRefusal, $"{machine} is in topology.yaml", "take it out, and `pool apply` to the others first");
            using StateLock own = StateLock.Take(deployment.Store.LockPath);
            using AuditLog log = AuditLog.Open(deployment.Store.AuditPath);
            if (deployment.Departed(log.Entries).All(one => one.Machine != machine))
                throw new CommandFailure(ExitCodes.Error, $"nothing is known of {machine}", "`pool drift` names machines that have left the file");
            log.Append("", new MachineRetired(TimeProvider.System.GetUtcNow(), machine, DeployVerbs.Who, parsed.GetRequiredValue(reason)));
            return ExitCodes.Ok;
        });
        return command;
    }
}
