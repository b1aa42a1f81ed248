using System.Text.Json.Nodes;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Shapes;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The value of <c>pool.network</c>: a known network, or a folder with the files of another one.</summary>
internal static class NetworkShape
{
    private const int MaxPathLength = 1024;

    private static readonly (string Word, NetworkKind Kind)[] Known =
    [
        ("devnet", NetworkKind.Devnet), ("preview", NetworkKind.Preview),
        ("preprod", NetworkKind.Preprod), ("mainnet", NetworkKind.Mainnet),
    ];

    public static readonly Shape<NetworkChoice> Shape = new ScalarShape<NetworkChoice>(
        "a network (devnet, preview, preprod, mainnet) or a folder with its files (./folder)",
        YamlScalarKind.Text,
        new NetworkChoice(NetworkKind.Devnet),
        Read,
        () => new JsonObject
        {
            ["type"] = "string",
            ["anyOf"] = new JsonArray(
                new JsonObject { ["enum"] = new JsonArray([.. Known.Select(known => JsonValue.Create(known.Word))]) },
                new JsonObject { ["pattern"] = "/" }),
        });

    private static ScalarReading<NetworkChoice> Read(string text)
    {
        foreach ((string word, NetworkKind kind) in Known)
        {
            if (word == text)
                return ScalarReading.Good(new NetworkChoice(kind));
        }
        if (text.Contains('/', StringComparison.Ordinal) && text.Length <= MaxPathLength && !text.Any(char.IsControl))
            return ScalarReading.Good(new NetworkChoice(NetworkKind.Folder, text));
        return ScalarReading.Bad<NetworkChoice>(Spelling.Nearest(text, Known.Select(known => known.Word)) is { } near
            ? $"did you mean {near}?"
            : "write devnet, preview, preprod or mainnet; a folder has a slash in it: ./my-network");
    }
}
