using System.CommandLine;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool firewall</c>: proofs that the firewalls are what the topology wants.</summary>
internal static class FirewallCommand
{
    /// <summary>The command with its verbs.</summary>
    public static Command Create() => new("firewall", "Prove that the machines' firewalls are what the topology file wants.")
    {
        FirewallProveCommand.Create(),
        FirewallVerifyCommand.Create(),
    };
}
