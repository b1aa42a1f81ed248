namespace PoolTopology.Credentials.Files;

/// <summary>Who may read a file.</summary>
public enum FileSecrecy
{
    /// <summary>Anybody: verification keys, certificates, counters.</summary>
    Public,

    /// <summary>Its owner alone: signing keys.</summary>
    Secret,
}
