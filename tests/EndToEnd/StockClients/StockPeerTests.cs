using System.Globalization;
using System.Text.Json;
using PoolTopology.Crypto.Blake2;
using PoolTopology.EndToEnd.Support;
using PoolTopology.TestKit.Processes;
using Xunit;

namespace PoolTopology.EndToEnd.StockClients;

/// <summary>
/// A relay as another team's node-to-node client (<c>@harmoniclabs/ouroboros-miniprotocols-ts</c>) meets it, and its
/// blocks as another team's library (<c>@dcspark/cardano-multiplatform-lib-nodejs</c>) reads them.
/// </summary>
[Collection(SharedPool.Name)]
public sealed class StockPeerTests(SharedPool pool)
{
    private const int LiveBlocks = 2;

    // [era, block]: two bytes before the block itself.
    private const int EraTagBytes = 2;

    [NodeFact]
    public async Task Client_shakes_hands_follows_the_chain_and_fetches_its_blocks()
    {
        JsonElement[] seen = await FollowAsync();

        Assert.Equal("""{"version":14,"magic":42}""", seen[0].GetRawText());
        Assert.Contains(seen, line => line.TryGetProperty("rollBackwardTo", out _));
        byte[][] headers = [.. Hex(seen, "header")];
        byte[][] blocks = [.. Hex(seen, "block")];
        Assert.Equal(LiveBlocks, seen.Count(line => line.TryGetProperty("live", out JsonElement live) && live.GetBoolean()));
        Assert.Equal(headers.Length, blocks.Length);
        Assert.Equal(headers.Select(HashOf), blocks.Select(block => HashOf(HeaderOf(block))));
        Assert.Equal("""{"cookie":4711}""", seen[^1].GetRawText());
    }

    [NodeFact]
    public async Task Every_forged_block_is_decoded_and_written_back_byte_for_byte()
    {
        JsonElement[] seen = await FollowAsync();
        string file = Path.Combine(pool.Folder.Root, "blocks.hex");
        string[] blocks = [.. seen.Where(line => line.TryGetProperty("block", out _)).Select(line => line.GetProperty("block").GetString()!)];
        await File.WriteAllLinesAsync(file, blocks);

        JsonElement[] decoded = [.. (await NodeScripts.RunAsync(Limits.Command, "decode.mjs", file)).Select(Parse)];

        Assert.Equal(blocks.Length, decoded.Length);
        Assert.All(decoded, block => Assert.True(block.GetProperty("roundTrip").GetBoolean(), block.GetRawText()));
        string[] hashes = [.. blocks.Select(block => HashOf(HeaderOf(Convert.FromHexString(block))))];
        Dictionary<string, EventLine> forged = pool.Run.Events.All
            .Where(line => line.Type == "block_forged").ToDictionary(line => line.Hash);
        int protocolMajor = ProtocolMajorOfGenesis();
        for (int i = 0; i < decoded.Length; i++)
        {
            EventLine told = forged[hashes[i]];
            Assert.Equal(told.Slot, decoded[i].GetProperty("slot").GetUInt64());
            Assert.Equal(told.BlockNo, decoded[i].GetProperty("blockNo").GetUInt64());
            Assert.Equal(i == 0 ? null : hashes[i - 1], decoded[i].GetProperty("prevHash").GetString());
            Assert.Equal(BodyOf(blocks[i]).Length, decoded[i].GetProperty("bodySizeBytes").GetInt32());
            Assert.Equal(protocolMajor, decoded[i].GetProperty("protocolMajor").GetInt32());
            Assert.Equal(0, decoded[i].GetProperty("transactions").GetInt32());
        }
    }

    private async Task<JsonElement[]> FollowAsync()
    {
        // A chain that is worth following.
        await pool.Run.Events.FirstAsync("a third block", line => line.Type == "block_adopted" && line.BlockNo >= 2);
        IReadOnlyList<string> lines = await NodeScripts.RunAsync(
            Limits.Command, "node-to-node.mjs", pool.Folder.AddressOf("relay-1"), "3001", "42",
            LiveBlocks.ToString(CultureInfo.InvariantCulture));
        return [.. lines.Select(Parse)];
    }

    private int ProtocolMajorOfGenesis() =>
        Parse(File.ReadAllText(Path.Combine(pool.Folder.State, "devnet", "shelley-genesis.json")))
            .GetProperty("protocolParams").GetProperty("protocolVersion").GetProperty("major").GetInt32();

    private static IEnumerable<byte[]> Hex(JsonElement[] seen, string field) => seen
        .Where(line => line.TryGetProperty(field, out _))
        .Select(line => Convert.FromHexString(line.GetProperty(field).GetString()!));

    private static byte[] HeaderOf(byte[] stored) => First(stored.AsMemory(EraTagBytes + 1)).ToArray();

    private static byte[] BodyOf(string stored)
    {
        ReadOnlyMemory<byte> block = Convert.FromHexString(stored).AsMemory(EraTagBytes + 1);
        return block[First(block).Length..].ToArray();
    }

    private static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> bytes) =>
        new System.Formats.Cbor.CborReader(bytes, allowMultipleRootLevelValues: true).ReadEncodedValue();

    private static string HashOf(byte[] header) => Convert.ToHexStringLower(Blake2b.Hash256(header));

    private static JsonElement Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
