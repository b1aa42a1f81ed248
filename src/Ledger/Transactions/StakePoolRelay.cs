using System.Net;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Where a pool can be reached, as it registered.</summary>
public abstract record StakePoolRelay
{
    private StakePoolRelay()
    {
    }

    /// <summary>By address.</summary>
    public sealed record SingleHostAddress(ushort? Port, IPAddress? IPv4, IPAddress? IPv6) : StakePoolRelay;

    /// <summary>By a name with an A or AAAA record.</summary>
    public sealed record SingleHostName(ushort? Port, string DnsName) : StakePoolRelay;

    /// <summary>By a name with an SRV record.</summary>
    public sealed record MultiHostName(string DnsName) : StakePoolRelay;
}
