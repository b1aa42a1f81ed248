using System.Text.Json;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Crypto.Tests.Eddsa;

public sealed class WycheproofTests
{
    [VectorFact]
    public void Verify_wycheproof_gives_exactly_the_stated_results()
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadText("ed25519/wycheproof/ed25519_test.json"));
        int count = 0;
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            byte[] publicKey = Convert.FromHexString(group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                byte[] message = Convert.FromHexString(test.GetProperty("msg").GetString()!);
                byte[] signature = Convert.FromHexString(test.GetProperty("sig").GetString()!);
                bool isValid = test.GetProperty("result").GetString() == "valid";
                bool verified = Ed25519.Verify(publicKey, message, signature);
                Assert.True(isValid == verified, $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
                count++;
            }
        }
        Assert.Equal(document.RootElement.GetProperty("numberOfTests").GetInt32(), count);
    }
}
