namespace PoolTopology.Ledger.Transactions;

/// <summary>Where a pool can be reached, as it registered.</summary>
/// <remarks>Addresses are kept as received: 4 bytes, and 16 bytes as four little-endian words.</remarks>
public abstract record StakePoolRelay
{
    private StakePoolRelay()
    {
    }

    /// <summary>By address.</summary>
    public sealed record SingleHostAddress(ushort? Port, ReadOnlyMemory<byte>? IPv4, ReadOnlyMemory<byte>? IPv6)
        : StakePoolRelay;

    /// <summary>By a name with an A or AAAA record.</summary>
    public sealed record SingleHostName(ushort? Port, string DnsName) : StakePoolRelay;

    /// <summary>By a name with an SRV record.</summary>
    public sealed record MultiHostName(string DnsName) : StakePoolRelay;
}
