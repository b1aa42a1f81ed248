using System.Text.Json;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Crypto.Tests.Ecvrf;

public sealed class VrfVectorTests
{
    [VectorFact]
    public void Prove_and_Verify_cardano_base_vectors_give_the_published_bytes()
    {
        int count = 0;
        foreach (string path in Directory.GetFiles(VectorFiles.PathOf("vrf/cardano-base"), "vrf_ver03_*"))
        {
            Dictionary<string, string> fields = File.ReadAllLines(path)
                .Where(line => line.Contains(':', StringComparison.Ordinal))
                .Select(line => line.Split(':', 2))
                .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
            string alpha = fields["alpha"] == "empty" ? string.Empty : fields["alpha"];
            Check(Path.GetFileName(path), fields["sk"], fields["pk"], alpha, fields["pi"], fields["beta"]);
            count++;
        }
        Assert.True(count >= 5, $"only {count} files");
    }

    [VectorFact]
    public void Prove_and_Verify_gouroboros_vectors_give_the_published_bytes()
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadText("vrf/draft03-gouroboros.json"));
        int count = 0;
        foreach (JsonElement vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            string Field(string name) => vector.TryGetProperty(name, out JsonElement value) ? value.GetString()! : string.Empty;
            Check($"index {vector.GetProperty("index")}", Field("sk"), Field("pk"), Field("alpha"), Field("pi"), Field("beta"));
            count++;
        }
        Assert.True(count >= 21, $"only {count} vectors");
    }

    private static void Check(string name, string seed, string publicKey, string alpha, string proof, string output)
    {
        byte[] secretKey = new byte[Vrf.SecretKeySizeBytes];
        Vrf.KeyPairFromSeed(Convert.FromHexString(seed).AsSpan(0, 32), secretKey);
        byte[] alphaBytes = Convert.FromHexString(alpha);
        Assert.True(publicKey == Convert.ToHexStringLower(secretKey.AsSpan(32)), name);

        byte[] made = new byte[Vrf.ProofSizeBytes];
        Vrf.Prove(secretKey, alphaBytes, made);
        Assert.True(proof == Convert.ToHexStringLower(made), name);

        byte[] verified = new byte[Vrf.OutputSizeBytes];
        Assert.Equal(VrfVerdict.Valid, Vrf.Verify(secretKey.AsSpan(32), alphaBytes, made, verified));
        Assert.True(output == Convert.ToHexStringLower(verified), name);

        byte[] hashed = new byte[Vrf.OutputSizeBytes];
        Assert.True(Vrf.ProofToHash(made, hashed), name);
        Assert.Equal(verified, hashed);

        byte[] evaluated = new byte[Vrf.OutputSizeBytes];
        Vrf.Evaluate(secretKey, alphaBytes, evaluated);
        Assert.Equal(verified, evaluated);
    }
}
