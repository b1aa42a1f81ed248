namespace PoolTopology.Crypto.Secrets;

/// <summary>How far the operating system agreed to protect the memory of a secret.</summary>
public enum MemoryProtection
{
    /// <summary>The memory is never written to swap.</summary>
    Locked,

    /// <summary>The system refused (RLIMIT_MEMLOCK): the secret may reach swap. Hosts report this once.</summary>
    Refused,

    /// <summary>This platform has no call for it here.</summary>
    Unsupported,
}
