using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>One way in which a machine's firewall is not what the topology wants.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Machine">The machine whose firewall it is.</param>
/// <param name="Path">Which way the packets go.</param>
/// <param name="Family">Their family.</param>
/// <param name="Peers">Who is at the other end.</param>
/// <param name="Protocol">The IP protocols.</param>
/// <param name="Ports">The receiver's ports, or ICMP types.</param>
/// <param name="States">The connection states.</param>
/// <param name="Decision">What lets them pass, or ends them.</param>
/// <param name="Reason">The key of topology.yaml that allows them; empty where nothing does.</param>
/// <param name="Example">One such packet.</param>
public sealed record ProofFinding(
    DifferenceKind Kind, string Machine, PacketPath Path, IpFamily Family, ValueList<string> Peers, string Protocol,
    string Ports, string States, Decision Decision, string Reason, string Example)
{
    /// <summary>The finding as one sentence.</summary>
    public override string ToString()
    {
        string peers = string.Join(", ", Peers);
        string packets = $"{Protocol} {Ports} ({States}, IP{Family.ToString().ToLowerInvariant()})";
        string way = Path switch
        {
            PacketPath.Incoming => $"{packets} from {peers} to {Machine}",
            PacketPath.Outgoing => $"{packets} from {Machine} to {peers}",
            _ => $"{packets} through {Machine} from or to {peers}",
        };
        string by = $"[{Decision}], e.g. {Example}";
        return Kind switch
        {
            DifferenceKind.Exposed => $"{way} passes, and the topology does not allow it: {by}",
            DifferenceKind.Blocked => $"{way} is ended, and {Reason} allows it: {by}",
            DifferenceKind.Throttled => $"{way} is limited, and {Reason} allows it without a limit: {by}",
            _ => $"{way} passes without the limit that {Reason} wants: {by}",
        };
    }
}
