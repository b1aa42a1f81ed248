namespace PoolTopology.Topology.Firewall;

/// <summary>Says the same thing for IPv4 and for IPv6.</summary>
internal static class IpFamilies
{
    public static void ForEach(Action<IpFamily> say)
    {
        say(IpFamily.V4);
        say(IpFamily.V6);
    }
}
