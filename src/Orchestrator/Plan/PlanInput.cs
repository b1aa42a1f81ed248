using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Everything that a plan is made from.</summary>
/// <param name="Document">The pool as it should be.</param>
/// <param name="TopologyHash">SHA-256 of its file.</param>
/// <param name="Sources">Where each key of the file stands.</param>
/// <param name="Desired">What belongs on each machine, by its name; a machine that is not here is left alone.</param>
/// <param name="Observed">What is on each of those machines.</param>
/// <param name="Programs">The programs at hand, by name.</param>
/// <param name="Contents">The text with a SHA-256 that was rolled out from here before, or null; only for explanations.</param>
internal sealed record PlanInput(
    TopologyDocument Document,
    string TopologyHash,
    SourceMap Sources,
    IReadOnlyDictionary<string, DesiredMachine> Desired,
    IReadOnlyDictionary<string, ObservedMachine> Observed,
    IReadOnlyDictionary<string, ReleaseProgram> Programs,
    Func<string, string?> Contents)
{
    /// <summary>How far a machine's clock was seen to be off, by machine; those that are not here were not measured.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ClockOffsets { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>The network's slots, where its files are at hand.</summary>
    public NetworkClock? Clock { get; init; }

    /// <summary>Machines whose kernel has other rules than the file in force says: they are loaded again.</summary>
    public IReadOnlySet<string> LooseFirewalls { get; init; } = new HashSet<string>();

    /// <summary>Machines of the document that were not looked at, in order of their names.</summary>
    public IReadOnlyList<LeftMachine> Left { get; init; } = [];

    /// <summary>The pool's own devnet has no genesis yet; it is made when the plan is carried out.</summary>
    public bool AwaitsDevnet { get; init; }

    /// <summary>Keys of the pool's own devnet, which are brought to their machine: SHA-256 by path on the machine.</summary>
    public IReadOnlyDictionary<string, string> KeysAtHand { get; init; } = new Dictionary<string, string>();

    /// <summary>How many seconds a machine's earlier restarts took, the latest last, by machine.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Restarts { get; init; } =
        new Dictionary<string, IReadOnlyList<double>>();
}
