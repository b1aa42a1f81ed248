using System.Text.Json;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Repo.Layers;

/// <summary>What the built executables really carry, read from their dependency manifests and output folders.</summary>
public sealed class ClosureTests
{
    [Fact]
    public void Relay_carries_no_key_loading_and_no_forging() =>
        AssertCarriesNone("Relay", "pool-relay", ["Credentials", "pool-producer", "Producer", "pool-keys", "Keys", "pool", "Orchestrator"]);

    [Fact]
    public void Orchestrator_carries_no_node_code_and_no_keys() =>
        AssertCarriesNone("Orchestrator", "pool",
            ["Crypto", "Ledger", "Consensus", "Storage", "Network", "Credentials", "Node", "Relay", "Producer", "Keys",
             "pool-relay", "pool-producer", "pool-keys"]);

    [Fact]
    public void Producer_carries_no_orchestrator_and_no_cold_key_tool() =>
        AssertCarriesNone("Producer", "pool-producer", ["Keys", "pool-keys", "Orchestrator", "pool", "Relay", "pool-relay"]);

    [Fact]
    public void Key_tool_carries_no_network_code() =>
        AssertCarriesNone("Keys", "pool-keys", ["Network", "Node", "Rpc", "Storage", "Orchestrator", "pool", "Google.Protobuf"]);

    private static void AssertCarriesNone(string project, string assembly, string[] forbidden)
    {
        string folder = Path.Combine(RepositoryRoot.Find(), "artifacts", "bin", project, Configuration);
        string manifest = Path.Combine(folder, assembly + ".deps.json");
        Assert.True(File.Exists(manifest), $"{manifest} is not built");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(manifest));
        HashSet<string> carried = document.RootElement.GetProperty("libraries").EnumerateObject()
            .Select(library => library.Name.Split('/')[0])
            .Concat(Directory.GetFiles(folder, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file)))
            .Where(name => name != assembly)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("PoolTopology.Primitives", carried);
        Assert.DoesNotContain(forbidden, name => carried.Contains(name) || carried.Contains("PoolTopology." + name));
    }

#if DEBUG
    private const string Configuration = "debug";
#else
    private const string Configuration = "release";
#endif
}
