using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Orchestrator.Isolation;

/// <summary>The rule sets of an isolated run around a change of peers.</summary>
internal sealed class IsolatedFirewall(IsolatedNetwork network) : IPushFirewall
{
    /// <inheritdoc/>
    public Task OpenAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation) =>
        ApplyAsync(current, wanted, (old, @new) => FirewallUnion.TryCreate(old, @new) ?? @new, cancellation);

    /// <inheritdoc/>
    public Task CloseAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation) =>
        ApplyAsync(current, wanted, (_, @new) => @new, cancellation);

    private async Task ApplyAsync(
        PoolDesign current, PoolDesign wanted,
        Func<FirewallRuleSet, FirewallRuleSet, FirewallRuleSet> choose, CancellationToken cancellation)
    {
        foreach (MachineDesign machine in wanted.Machines)
        {
            // Machines that come or go are refused before: a push changes peers only.
            MachineDesign? running = current.Machines.FirstOrDefault(old => old.Name == machine.Name);
            if (running is not null && running.Firewall != machine.Firewall)
                await network.ApplyFirewallAsync(
                    machine with { Firewall = choose(running.Firewall, machine.Firewall) }, cancellation);
        }
    }
}
