namespace PoolTopology.Network.Handshake;

/// <summary>What a handshake came to.</summary>
/// <param name="Version">The version of all further messages.</param>
/// <param name="Data">Its parameters, as both sides agree on them.</param>
internal sealed record Agreement(ushort Version, VersionData Data)
{
    /// <summary>Both sides run responders.</summary>
    public bool IsDuplex => !Data.IsInitiatorOnly;
}
