using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Look;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Firewall;

/// <summary>What nft says, taken for what it is.</summary>
public sealed class KernelFirewallTests
{
    private const string Whole = """{"nftables": [{"metainfo": {"version": "1.0.6"}}, {"table": {"family": "inet", "name": "pool", "handle": 2}}]}""";

    [Fact]
    public async Task Listing_that_is_whole_is_given_on_as_it_is() =>
        Assert.Equal(Whole, await ListAsync(Whole));

    /// <summary>As nft 1.0.6 prints a table that has an owner; it says exit code 0.</summary>
    [Fact]
    public async Task Listing_that_ends_early_is_refused_with_the_reason()
    {
        MachineFailure failure = await Assert.ThrowsAsync<MachineFailure>(() => ListAsync(Whole[..^20]));

        Assert.Contains("ends early", failure.Message, StringComparison.Ordinal);
        Assert.Contains("flags owner", failure.Message, StringComparison.Ordinal);
    }

    private static Task<string> ListAsync(string printed) =>
        new KernelFirewall(new LookedCommands([(KernelFirewall.Listing, $"{printed}{LookScript.Unit}0")])).ListAsync(CancellationToken.None);
}
