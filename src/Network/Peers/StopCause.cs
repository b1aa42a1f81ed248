namespace PoolTopology.Network.Peers;

/// <summary>Why a link is given up.</summary>
internal enum StopCause
{
    /// <summary>It is in no group any more.</summary>
    NotInTargets,

    /// <summary>Its group has more links than it wants.</summary>
    Surplus,

    /// <summary>It does not answer and another of its group may.</summary>
    Unreachable,
}
