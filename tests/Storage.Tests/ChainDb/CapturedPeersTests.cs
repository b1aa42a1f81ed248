using System.Text.Json;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

/// <summary>
/// chain-selection: what peers served cardano-node, offered to the ChainDB, which must end on the tip of cardano-node.
/// </summary>
/// <remarks>Headers under empty bodies, validity taken for granted: the choice is what is tested.</remarks>
public class CapturedPeersTests
{
    private static readonly string[] Scenarios =
    [
        "captured/slot_battle_v1", "captured/within_k_fork_v1", "captured/exceeds_k_no_switch_v1",
        "captured/intersect_origin_one_rollforward", "fixtures/deep_fork",
    ];

    // Where the capture gives none, the reference's default for its devnets' genesis.
    private const int SecurityParameterDefault = 2160;

    public static TheoryData<string> Names => [.. Scenarios];

    [VectorTheory]
    [MemberData(nameof(Names))]
    public void The_chain_and_what_followers_are_told_end_on_the_same_tip(string scenario)
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadBytes($"chain-selection/{scenario}.json"));
        JsonElement capture = document.RootElement.GetProperty("capture");
        int k = capture.TryGetProperty("security_param", out JsonElement given)
            ? given.GetInt32()
            : SecurityParameterDefault;
        using ChainHarness chain = new(securityParameter: k);
        using ChainFollower follower = chain.Database.TryFollow(Point.Origin)!;
        List<Point> followed = [];
        foreach (JsonElement peer in capture.GetProperty("peers").EnumerateArray())
        {
            foreach (JsonElement message in peer.GetProperty("served").EnumerateArray())
            {
                if (message.GetProperty("msg_type").GetString() == "roll_forward")
                    chain.Database.AddBlock(Stored(message));
            }
            // Between two peers, so that a switch shows as a roll-back.
            Follow(follower, followed);
        }
        string expected = Expected(capture);
        Assert.Equal(expected, chain.Database.Tip.Point.Hash.ToString());
        Assert.Equal(expected, followed[^1].Hash.ToString());
        Assert.Equal(chain.ChainPoints(), followed);
    }

    // The tip that the node told of, or, where a capture ends before its header was served, the last header sent on.
    private static string Expected(JsonElement capture)
    {
        JsonElement output = capture.GetProperty("expected_output");
        string tip = output.GetProperty("final_tip").GetProperty("hash").GetString()!;
        string[] sentOn = [.. output.GetProperty("downstream_chainsync").EnumerateArray()
            .Where(m => m.GetProperty("msg_type").GetString() == "roll_forward")
            .Select(m => Block.Decode(Stored(m)).Header.Hash.ToString())];
        return sentOn.Contains(tip) ? tip : sentOn[^1];
    }

    private static void Follow(ChainFollower follower, List<Point> followed)
    {
        while (follower.Next() is FollowerInstruction next)
        {
            if (next is FollowerInstruction.RollForward forward)
                followed.Add(forward.Header.Point);
            else if (next is FollowerInstruction.RollBackward back)
                followed.RemoveRange(followed.IndexOf(back.Point) + 1, followed.Count - followed.IndexOf(back.Point) - 1);
        }
    }

    private static byte[] Stored(JsonElement message) => ConwayBlockEncoder.EncodeStoredBlock(
        Convert.FromHexString(message.GetProperty("header_cbor").GetString()!), ConwayBlockEncoder.EmptyBody);
}
