namespace PoolTopology.Ledger.Eras;

/// <summary>A ledger era, in the order in which a chain passes through them.</summary>
/// <remarks>Wire and disk numbers are not these values: they are in <see cref="EraTable"/>.</remarks>
public enum Era
{
    /// <summary>The first era: PBFT, boundary blocks.</summary>
    Byron,

    /// <summary>Proof of stake by TPraos; stake pools.</summary>
    Shelley,

    /// <summary>Validity intervals and time locks.</summary>
    Allegra,

    /// <summary>Native assets.</summary>
    Mary,

    /// <summary>Plutus scripts; a body of four parts.</summary>
    Alonzo,

    /// <summary>Praos headers of ten fields with one VRF proof.</summary>
    Babbage,

    /// <summary>On-chain governance.</summary>
    Conway,
}
