namespace PoolTopology.Orchestrator.Agent.Wire;

/// <summary>Constants of the agent's protocol that both sides need.</summary>
internal static class AgentProtocol
{
    /// <summary>The version in Hello and Welcome.</summary>
    public const uint Version = 1;

    /// <summary>The format of a manifest.</summary>
    public const uint ManifestFormat = 1;

    /// <summary>The most bytes of a blob in one message.</summary>
    public const int BlobPieceBytes = 1024 * 1024;
}
