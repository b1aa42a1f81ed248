using System.Globalization;

namespace PoolTopology.Topology.Yaml;

/// <summary>Writes the path of a key or an element as findings name it.</summary>
internal static class YamlPath
{
    /// <summary>E.g. <c>relays</c> and <c>relay-1</c> give <c>relays.relay-1</c>.</summary>
    public static string Key(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    /// <summary>E.g. <c>peers.partners</c> and 0 give <c>peers.partners[0]</c>.</summary>
    public static string Index(string parent, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");
}
