using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.TestKit;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>The repository's own topology.yaml, and reports of its nodes.</summary>
internal static class SamplePool
{
    public const string PoolId = "pool1demo";

    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static string TopologyFile => Path.Combine(RepositoryRoot.Find(), "topology.yaml");

    public static string Yaml => File.ReadAllText(TopologyFile);

    public static PoolDesign Design => Read(Yaml);

    public static PoolDesign Read(string yaml, IsolationPlan? isolation = null)
    {
        DesignResult result = new DesignReader("topology.yaml", isolation is null ? null : _ => isolation).Read(yaml);
        return result.Design ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }

    /// <summary>The sample with its observer as a partner of the relays.</summary>
    public static string YamlWithPartner => Yaml
        .Replace("# peers:", "peers:", StringComparison.Ordinal)
        .Replace("#   partners: []", "  partners: [{ address: 127.0.0.14, port: 3001 }]", StringComparison.Ordinal);

    public static Status Status(string name, ulong blockNo, bool serving = true, string reason = "", string role = "relay")
    {
        Status status = new()
        {
            Name = name, Role = role, CurrentSlot = blockNo * 4, Tip = TipAt(blockNo),
            Epoch = 0, SlotInEpoch = blockNo * 4, EpochLengthSlots = 800, SlotLengthSeconds = 0.5,
        };
        status.Health.Add(new ServiceHealth { Service = "", Serving = serving, Reason = "all of the others" });
        status.Health.Add(new ServiceHealth { Service = "synced", Serving = serving, Reason = reason });
        if (role == "producer")
            status.Forging = new Forging { Enabled = true, PoolId = PoolId, KesSecondsLeft = 86400 * 90 };
        return status;
    }

    public static Tip TipAt(ulong blockNo) =>
        blockNo == 0 ? new Tip() : new Tip { Slot = blockNo * 4, BlockNo = blockNo, Hash = HashOf(blockNo) };

    public static string HashOf(ulong blockNo, char fork = 'a') => blockNo.ToString("x", null).PadLeft(64, fork);

    public static Observation.Adopted Adopted(string node, ulong blockNo, double delayMs = 40, char fork = 'a') =>
        new(Noon, node, new BlockAdopted
        {
            Slot = blockNo * 4, BlockNo = blockNo, Hash = HashOf(blockNo, fork), Issuer = PoolId, DelayMs = delayMs,
        });

    public static Observation.Forged Forged(string node, ulong blockNo, char fork = 'a') =>
        new(Noon, node, new BlockForged
        {
            Slot = blockNo * 4, BlockNo = blockNo, Hash = HashOf(blockNo, fork), Issuer = PoolId, SizeBytes = 900,
        });

    public static Observation.Attached Attached(string node) =>
        new(Noon, node, new Hello { Name = node, Version = "0.1.0", Pid = 7 });

    public static Observation.Reported Reported(Status status) => new(Noon, status.Name, status);

    /// <summary>All nodes attached and healthy with this tip.</summary>
    public static IEnumerable<Observation> AllHealthy(ulong blockNo)
    {
        foreach (NodeDesign node in Design.Nodes)
        {
            yield return Attached(node.Name);
            yield return Reported(Status(node.Name, blockNo, role: node.Role.Word()));
        }
    }

    public static PoolState Reduce(IEnumerable<Observation> seen) => Reduce(PoolState.Initial(Design, isIsolated: false), seen);

    public static PoolState Reduce(PoolState state, IEnumerable<Observation> seen) =>
        seen.Aggregate(state, (current, one) => PoolReducer.Apply(current, one).Next);
}
