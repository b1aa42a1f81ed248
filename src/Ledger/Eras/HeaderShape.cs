namespace PoolTopology.Ledger.Eras;

/// <summary>How the header of an era is laid out, and with it which consensus protocol signed it.</summary>
public enum HeaderShape
{
    /// <summary>Byron's: not read here.</summary>
    Byron,

    /// <summary>Fifteen flat fields, two VRF certificates (TPraos).</summary>
    TransitionalPraos,

    /// <summary>Ten fields, one VRF certificate (Praos).</summary>
    Praos,
}
