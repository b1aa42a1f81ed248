namespace PoolTopology.Orchestrator.Proof;

/// <summary>Everything that a proof rests on, complete enough to be done again without the machines. A file as JSON.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">The form of this file.</param>
/// <param name="CreatedAt">When the rule sets were read.</param>
/// <param name="Tools">What it was made with.</param>
/// <param name="Times">How long each part took.</param>
/// <param name="Topology">The plan that was proved.</param>
/// <param name="Machines">The kernels' rule sets.</param>
/// <param name="Model">What follows from them.</param>
/// <param name="Live">What was measured.</param>
/// <param name="Verdict">The result.</param>
/// <param name="Digest">SHA-256 over this file with this field empty.</param>
internal sealed record ProofBundle(
    string Format,
    int Version,
    DateTimeOffset CreatedAt,
    ProofTools Tools,
    ProofTimes Times,
    ProofTopology Topology,
    IReadOnlyList<ProofMachine> Machines,
    ProofModel Model,
    ProofLive Live,
    ProofVerdict Verdict,
    string Digest)
{
    /// <summary>Names the format.</summary>
    public const string FormatName = "pooltopology-firewall-proof";

    /// <summary>The form that this program writes and reads.</summary>
    public const int CurrentVersion = 2;
}

/// <summary>What a proof was made with.</summary>
/// <param name="Pool">The version of this program.</param>
/// <param name="Nft">What <c>nft --version</c> says.</param>
/// <param name="Kernel">The operating system.</param>
internal sealed record ProofTools(string Pool, string Nft, string Kernel);

/// <summary>How long the parts of a proof took.</summary>
/// <param name="ReadMs">Reading the rule sets.</param>
/// <param name="ModelMs">Judging them.</param>
/// <param name="LiveMs">Measuring.</param>
internal sealed record ProofTimes(double ReadMs, double ModelMs, double LiveMs);

/// <summary>The plan of a proof.</summary>
/// <param name="Text">The topology file.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Addresses">The addresses that machines really have, where others stand in for the file's.</param>
internal sealed record ProofTopology(string Text, string Sha256, IReadOnlyDictionary<string, string> Addresses);

/// <summary>A machine's kernel.</summary>
/// <param name="Name">The machine.</param>
/// <param name="Addresses">Its addresses when it was measured.</param>
/// <param name="RuleSet">What <c>nft -j list ruleset</c> printed.</param>
/// <param name="Sha256">The hash of that.</param>
/// <param name="LegacyTables">Tables of the older iptables, which that listing does not show.</param>
internal sealed record ProofMachine(
    string Name, IReadOnlyList<string> Addresses, string RuleSet, string Sha256, IReadOnlyList<string> LegacyTables);

/// <summary>What follows from the rule sets alone.</summary>
/// <param name="Findings">Every difference from what the topology wants.</param>
/// <param name="Matrix">Who can begin what with whom.</param>
internal sealed record ProofModel(IReadOnlyList<FindingEntry> Findings, IReadOnlyList<MatrixEntry> Matrix);

/// <summary>A finding as programs read it.</summary>
internal sealed record FindingEntry(
    string Kind, string Machine, string Path, string Family, IReadOnlyList<string> Peers, string Protocol, string Ports,
    string States, string Rule, string Reason, string Example, string Sentence);

/// <summary>Who can begin the same things with a machine: ports as text, "" for none.</summary>
internal sealed record MatrixEntry(
    string To, string Family, IReadOnlyList<string> From, string Tcp, string TcpLimited, string Udp, string UdpLimited,
    string Echo, string OtherProtocols);

/// <summary>What was measured.</summary>
/// <param name="Ground">What the machines are: <see cref="Namespaces"/> or <see cref="RealMachines"/>.</param>
/// <param name="Places">The places that sent.</param>
/// <param name="NoWays">Pairs of places between which packets of a family have no way.</param>
/// <param name="Sweeps">What was sent, and what came of it.</param>
/// <param name="Counters">The rule sets' own counters before and after.</param>
/// <param name="ChangedRules">Machines whose rules were others afterwards; must be empty.</param>
/// <param name="Remarks">What a reader should know of the places.</param>
internal sealed record ProofLive(
    string Ground, IReadOnlyList<ProofPlace> Places, IReadOnlyList<NoWay> NoWays, IReadOnlyList<SweepEvidence> Sweeps,
    IReadOnlyList<CounterEvidence> Counters, IReadOnlyList<string> ChangedRules, IReadOnlyList<string> Remarks)
{
    /// <summary>Network namespaces of one computer.</summary>
    public const string Namespaces = "namespaces";

    /// <summary>The machines of the topology, through their agents.</summary>
    public const string RealMachines = "machines";
}

/// <summary>A place that probes came from.</summary>
/// <param name="Name">Its name; a machine's is the topology's.</param>
/// <param name="Kind">One of the constants here.</param>
/// <param name="Addresses">Its addresses.</param>
internal sealed record ProofPlace(string Name, string Kind, IReadOnlyList<string> Addresses)
{
    /// <summary>A machine of the topology.</summary>
    public const string Machine = "machine";

    /// <summary>An outsider with an address of <c>access.manage</c>.</summary>
    public const string Operator = "operator";

    /// <summary>An outsider whom the topology does not know.</summary>
    public const string Stranger = "stranger";
}

/// <summary>Packets of a family cannot even be sent from one place to another.</summary>
internal sealed record NoWay(string From, string To, string Family, string Reason);

/// <summary>A counter of a machine's rule set around the sweeps.</summary>
internal sealed record CounterEvidence(string Machine, string Name, ulong Before, ulong After);

/// <summary>The result of a proof.</summary>
/// <param name="IsProved">Whether model and measurement both say that the firewalls are what the topology wants.</param>
/// <param name="Sentences">What is so, or what is wrong.</param>
internal sealed record ProofVerdict(bool IsProved, IReadOnlyList<string> Sentences);
