using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;

namespace PoolTopology.Topology.Proof;

/// <summary>What somebody can begin with a machine: where packets get to that belong to no connection yet.</summary>
/// <param name="Tcp">TCP ports that can be called.</param>
/// <param name="Udp">UDP ports that datagrams get to.</param>
/// <param name="Echo">Whether the machine hears an echo request.</param>
/// <param name="OtherProtocols">Numbers of other IP protocols of which packets get through.</param>
public sealed record Reach(OpenPorts Tcp, OpenPorts Udp, Passage Echo, FieldSet OtherProtocols)
{
    /// <summary>Nothing at all.</summary>
    public static readonly Reach Nothing = new(OpenPorts.None, OpenPorts.None, Passage.Never, FieldSet.Empty);

    /// <summary>What gets through when packets must pass two firewalls.</summary>
    public Reach Then(Reach next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new Reach(
            Tcp.Then(next.Tcp),
            Udp.Then(next.Udp),
            (Passage)Math.Min((int)Echo, (int)next.Echo),
            OtherProtocols.Intersect(next.OtherProtocols));
    }
}
