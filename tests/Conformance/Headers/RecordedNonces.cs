using System.Text.Json;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Headers;

/// <summary>headers/nonces: what nodes recorded at the last block of each epoch.</summary>
public class RecordedNonces
{
    [VectorFact]
    public void Every_epoch_nonce_follows_from_the_epoch_before()
    {
        (string Network, JsonElement Now, JsonElement Next, string Epoch)[] pairs =
            [.. Pairs("preprod"), .. Pairs("preview")];
        VectorRun.All("headers/nonces", pairs, p => $"{p.Network}-{p.Epoch}", p =>
        {
            Nonce expected = Of(p.Next, "epochNonce");
            Nonce found = Nonce.Combine(Of(p.Now, "candidateNonce"), Of(p.Now, "lastEpochLastAncestor"));
            return expected == found ? null : $"expected {expected}, found {found}";
        }, atLeast: 80);
    }

    private static IEnumerable<(string Network, JsonElement Now, JsonElement Next, string Epoch)> Pairs(string network)
    {
        using JsonDocument file = JsonDocument.Parse(VectorFiles.ReadBytes($"headers/nonces/{network}.json"));
        JsonElement root = file.RootElement.Clone();
        foreach (JsonProperty epoch in root.EnumerateObject())
        {
            if (root.TryGetProperty((ulong.Parse(epoch.Name) + 1).ToString(), out JsonElement next))
                yield return (network, epoch.Value, next, epoch.Name);
        }
    }

    private static Nonce Of(JsonElement item, string key) => new(Hash32.Parse(item.GetProperty(key).GetString()!));
}
