using System.Globalization;
using PoolTopology.EndToEnd.Support;
using Xunit;

namespace PoolTopology.EndToEnd.BadInput;

/// <summary>A topology.yaml with many mistakes: all of them are told at once, and nothing is started.</summary>
public sealed class TopologyFileTests
{
    private const int ValidationFailed = 3;

    // One mistake in each line that says so, no two of the same kind.
    private const string TenMistakes = """
        version: 1
        pool:
          name: Ten mistakes
          ticker: toolong
          network: devnet
          colour: blue
          devnet: { slotLength: 0.25, activeSlotsCoeff: 1.5, securityParam: 20 }
        machines:
          vault: { address: 127.0.0.11 }
          edge-1: { address: 127.0.0.12, zone: north }
          edge-2: { address: not.an.address, zone: south }
          edge-3: { zone: west }
        producers:
          bp: { machine: vault, port: 70000 }
        relays:
          relay-1: { machine: edge-1, port: 3001 }
          relay-2: { machine: nowhere, port: 3001 }
          relay-3: { machine: edge-1, port: 3001, rpcPort: 4001, metricsPort: 4002 }
        observers: [outside]
        rollout:
          hold: soon
        """;

    private static readonly (int Line, string Path)[] Expected =
    [
        (4, "pool.ticker"), (6, "pool.colour"), (7, "pool.devnet.activeSlotsCoeff"), (11, "machines.edge-2.address"),
        (12, "machines.edge-3.address"), (14, "producers.bp.port"), (17, "relays.relay-2.machine"), (18, "relays.relay-3.port"),
        (19, "observers"), (21, "rollout.hold"),
    ];

    [Fact]
    public async Task Ten_mistakes_get_ten_errors_from_validate_and_exit_3()
    {
        using PoolFolder folder = new();
        folder.Write(TenMistakes);

        Finished validated = await Programs.RunAsync(Programs.Pool, "validate", "-f", folder.TopologyFile);

        Assert.Equal(ValidationFailed, validated.ExitCode);
        AssertTenErrors(validated, folder);
    }

    [Fact]
    public async Task Up_refuses_the_same_file_with_the_same_errors_and_touches_nothing()
    {
        using PoolFolder folder = new();
        folder.Write(TenMistakes);

        Finished up = await Programs.RunAsync(
            Programs.Pool, "up", "-f", folder.TopologyFile, "--state", folder.State, "--output", "ndjson");

        Assert.Equal(ValidationFailed, up.ExitCode);
        AssertTenErrors(up, folder);
        Assert.False(Directory.Exists(folder.State));
    }

    // file:line:column: error: path: …
    private static void AssertTenErrors(Finished finished, PoolFolder folder)
    {
        IEnumerable<(int, string)> errors = (finished.Output + finished.Errors).Split('\n')
            .Where(line => line.Contains(": error: ", StringComparison.Ordinal))
            .Select(line => line[(folder.TopologyFile.Length + 1)..].Split(':', StringSplitOptions.TrimEntries))
            .Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[3]));
        Assert.Equal(Expected, errors);
    }
}
