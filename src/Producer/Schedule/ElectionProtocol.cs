namespace PoolTopology.Producer.Schedule;

/// <summary>Which protocol elects the leaders of an epoch.</summary>
internal enum ElectionProtocol
{
    /// <summary>Babbage and later: the leader value is taken out of one output by a hash.</summary>
    Praos,

    /// <summary>Shelley to Alonzo: a certificate of its own, and an overlay schedule while d is above 0.</summary>
    TPraos,
}
