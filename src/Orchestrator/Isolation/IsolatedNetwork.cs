using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Processes;

namespace PoolTopology.Orchestrator.Isolation;

/// <summary>The machines' network namespaces, while they exist. Dispose removes them with everything in them.</summary>
/// <param name="plan">What to build.</param>
/// <param name="stateFile">Where the names are kept for a run that comes after a kill.</param>
/// <param name="poolProgram">The path of <c>pool</c>, which probes from inside a namespace.</param>
/// <param name="events">Told what is in force.</param>
/// <param name="time">Stamps the events.</param>
internal sealed class IsolatedNetwork(
    IsolationPlan plan, string stateFile, string poolProgram, EventHub events, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a connection may take on a network without distance.</summary>
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    /// <summary>What was built.</summary>
    public IsolationPlan Plan => plan;

    /// <summary>Builds the namespaces and cables.</summary>
    /// <exception cref="Cli.CommandFailure">A command of the system refused.</exception>
    public async Task SetUpAsync(CancellationToken cancellation)
    {
        IsolationFile.Write(stateFile, plan.Namespaces);

        // The names belong to the state directory, and the caller holds its lock: what has them is left over.
        await IsolationFile.RemoveAsync(plan.Namespaces, cancellation);
        foreach (ImmutableArray<string> command in plan.SetUp())
            await SystemCommand.RunAsync(command, "", cancellation);
    }

    /// <summary>Puts a machine's rule set in force: checked first, then replaced in one transaction.</summary>
    /// <exception cref="Cli.CommandFailure">The kernel refused the rules; the old ones stay in force.</exception>
    public async Task ApplyFirewallAsync(MachineDesign machine, CancellationToken cancellation)
    {
        IsolatedMachine isolated = plan.MachineOf(machine.Name);
        string rules = machine.Firewall.Render();
        await SystemCommand.RunAsync(IsolationPlan.On(isolated, ["nft", "-c", "-f", "-"]), rules, cancellation);
        await SystemCommand.RunAsync(IsolationPlan.On(isolated, ["nft", "-f", "-"]), rules, cancellation);
        int inForce = await CountRulesAsync(isolated, cancellation);
        events.Publish(new FirewallApplied(time.GetUtcNow(), machine.Name, isolated.Namespace, inForce));
    }

    /// <summary>Connects to a node's port from every machine but its own, over every address that its machine has.</summary>
    public async Task<Reachability> MeasureAsync(NodeDesign target, CancellationToken cancellation)
    {
        IsolatedMachine home = plan.MachineOf(target.Machine);
        string[] targets = [.. (await AddressesOfAsync(home, cancellation))
            .Select(address => $"{address}:{target.NodeAddress.Port}")];
        ReachabilityAttempt[][] attempts = await Task.WhenAll(plan.Machines
            .Where(machine => machine.Name != home.Name)
            .Select(machine => ProbeFromAsync(machine, targets, cancellation)));
        return new Reachability([.. attempts.SelectMany(one => one)], await CountersOfAsync(home, cancellation));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await IsolationFile.RemoveAllAsync(stateFile, CancellationToken.None);

    private async Task<ReachabilityAttempt[]> ProbeFromAsync(
        IsolatedMachine machine, string[] targets, CancellationToken cancellation)
    {
        string patience = ProbePatience.TotalMilliseconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        string answer = await SystemCommand.RunAsync(
            IsolationPlan.On(machine,
                [poolProgram, "internal-probe", "--machine", machine.Name, "--patience-ms", patience, .. targets]),
            "", cancellation);
        return JsonSerializer.Deserialize<ReachabilityAttempt[]>(answer) ?? [];
    }

    private static async Task<int> CountRulesAsync(IsolatedMachine machine, CancellationToken cancellation)
    {
        string rules = await SystemCommand.RunAsync(
            IsolationPlan.On(machine, ["nft", "-j", "list", "ruleset"]), "", cancellation);
        using JsonDocument kernel = JsonDocument.Parse(rules);
        return kernel.RootElement.GetProperty("nftables").EnumerateArray().Count(item => item.TryGetProperty("rule", out _));
    }

    private static async Task<ImmutableArray<FirewallCounter>> CountersOfAsync(
        IsolatedMachine machine, CancellationToken cancellation)
    {
        string counters = await SystemCommand.RunAsync(
            IsolationPlan.On(machine, ["nft", "-j", "list", "counters"]), "", cancellation);
        using JsonDocument kernel = JsonDocument.Parse(counters);
        return [.. kernel.RootElement.GetProperty("nftables").EnumerateArray()
            .Where(item => item.TryGetProperty("counter", out _))
            .Select(item => item.GetProperty("counter"))
            .Select(counter => new FirewallCounter(
                machine.Name, counter.GetProperty("name").GetString() ?? "", counter.GetProperty("packets").GetUInt64()))];
    }

    // The kernel gives every interface an IPv6 address of its own accord: a firewall that forgot IPv6 shows there.
    private static async Task<ImmutableArray<string>> AddressesOfAsync(
        IsolatedMachine machine, CancellationToken cancellation)
    {
        string answer = await SystemCommand.RunAsync(
            ["ip", "-n", machine.Namespace, "-j", "addr", "show", "dev", IsolationPlan.Interface], "", cancellation);
        using JsonDocument links = JsonDocument.Parse(answer);
        return [.. links.RootElement.EnumerateArray()
            .SelectMany(link => link.GetProperty("addr_info").EnumerateArray())
            .Select(info => AddressText(info.GetProperty("local").GetString() ?? ""))];
    }

    private static string AddressText(string local)
    {
        IPAddress address = IPAddress.Parse(local);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return local;
        return address.IsIPv6LinkLocal ? $"[{local}%{IsolationPlan.Interface}]" : $"[{local}]";
    }
}
