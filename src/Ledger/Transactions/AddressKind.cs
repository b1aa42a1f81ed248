namespace PoolTopology.Ledger.Transactions;

/// <summary>What an address is made of.</summary>
public enum AddressKind
{
    /// <summary>Byron's: a CRC-protected root hash with attributes.</summary>
    Byron,

    /// <summary>A payment credential and a stake credential.</summary>
    Base,

    /// <summary>A payment credential and a pointer to the certificate that registered the stake credential.</summary>
    StakePointer,

    /// <summary>A payment credential alone.</summary>
    Enterprise,

    /// <summary>A stake credential alone; never the address of an output.</summary>
    Reward,
}
