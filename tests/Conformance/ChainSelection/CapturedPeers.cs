using System.Text.Json;
using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.ChainSelection;

/// <summary>
/// chain-selection: headers that cardano-node was served by its peers, and the tip that it chose.
/// </summary>
/// <remarks>
/// Headers only: validity is taken for granted, the choice is not. The ChainDB is put to the same test in Storage.Tests.
/// </remarks>
public class CapturedPeers
{
    [VectorFact]
    public void The_chosen_tip_is_cardano_nodes()
    {
        string[] files = [.. new[] { "captured", "fixtures" }
            .SelectMany(f => Directory.GetFiles(VectorFiles.PathOf($"chain-selection/{f}"), "*.json"))];
        VectorRun.All("chain-selection", files, f => Path.GetFileNameWithoutExtension(f), Check, atLeast: 7);
    }

    private static string? Check(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement capture = document.RootElement.GetProperty("capture");
        if (IsExampleOfTheFormat(capture))
            return RefusesAll(capture);
        int k = capture.TryGetProperty("security_param", out JsonElement given) ? given.GetInt32() : 2160;
        List<BlockHeader> ours = [];
        foreach (JsonElement peer in capture.GetProperty("peers").EnumerateArray())
        {
            List<BlockHeader> theirs = [];
            foreach (JsonElement message in peer.GetProperty("served").EnumerateArray())
            {
                Apply(message, theirs);
                if (theirs.Count > 0 && IsWithin(ours, theirs, k) && ChainOrder.Prefers(ours.LastOrDefault(), theirs[^1]))
                    ours = [.. theirs];
            }
        }
        string? expected = Expected(capture);
        return ours[^1].Hash.ToString() == expected ? null : $"expected {expected}, chose {ours[^1].Point}";
    }

    // Two files show the format with placeholders of a few bytes: no peer who sends such headers is listened to.
    private static bool IsExampleOfTheFormat(JsonElement capture) =>
        RollsForward(capture).All(m => m.GetProperty("header_cbor").GetString()!.Length < 100);

    private static string? RefusesAll(JsonElement capture)
    {
        foreach (JsonElement message in RollsForward(capture))
        {
            try
            {
                return $"{Decode(message).Point} was read";
            }
            catch (CborException)
            {
                // As it should be.
            }
        }
        return null;
    }

    private static IEnumerable<JsonElement> RollsForward(JsonElement capture) => capture.GetProperty("peers")
        .EnumerateArray().SelectMany(p => p.GetProperty("served").EnumerateArray())
        .Where(m => m.GetProperty("msg_type").GetString() == "roll_forward");

    // The tip that the node told of, or, where a capture ends before its header was served, the last header sent on.
    private static string? Expected(JsonElement capture)
    {
        JsonElement output = capture.GetProperty("expected_output");
        string? tip = output.GetProperty("final_tip").GetProperty("hash").GetString();
        string[] sentOn = [.. output.GetProperty("downstream_chainsync").EnumerateArray()
            .Where(m => m.GetProperty("msg_type").GetString() == "roll_forward")
            .Select(m => Decode(m).Hash.ToString())];
        return sentOn.Contains(tip) ? tip : sentOn[^1];
    }

    private static BlockHeader Decode(JsonElement message) => BlockHeader.Decode(
        Era.Conway, Convert.FromHexString(message.GetProperty("header_cbor").GetString()!));

    private static void Apply(JsonElement message, List<BlockHeader> chain)
    {
        switch (message.GetProperty("msg_type").GetString())
        {
            case "roll_forward":
                chain.Add(Decode(message));
                break;
            case "roll_backward":
                string? hash = message.GetProperty("point").GetProperty("hash").GetString();
                int keep = chain.FindIndex(h => h.Hash.ToString() == hash) + 1;
                chain.RemoveRange(keep, chain.Count - keep);
                break;
            default:
                throw new FormatException(message.GetProperty("msg_type").GetRawText());
        }
    }

    // A candidate may cost us k blocks at most.
    private static bool IsWithin(List<BlockHeader> ours, List<BlockHeader> theirs, int k)
    {
        int common = ours.Zip(theirs).TakeWhile(p => p.First.Hash == p.Second.Hash).Count();
        return ours.Count - common <= k;
    }
}
