using System.Text.Json;

namespace PoolTopology.Orchestrator.Up;

/// <summary>What the orchestrator wants to know of a devnet's genesis.</summary>
/// <param name="SystemStart">As written in the Shelley genesis.</param>
/// <param name="NetworkMagic">The network's number.</param>
internal sealed record DevnetFacts(string SystemStart, uint NetworkMagic)
{
    /// <summary>Reads them from a Shelley genesis.</summary>
    /// <exception cref="JsonException">The file is not a Shelley genesis.</exception>
    public static DevnetFacts Parse(string shelleyGenesis)
    {
        using JsonDocument genesis = JsonDocument.Parse(shelleyGenesis);
        if (genesis.RootElement.TryGetProperty("systemStart", out JsonElement start)
            && genesis.RootElement.TryGetProperty("networkMagic", out JsonElement magic)
            && magic.TryGetUInt32(out uint number))
            return new DevnetFacts(start.GetString() ?? "", number);
        throw new JsonException("a Shelley genesis has systemStart and networkMagic");
    }
}
