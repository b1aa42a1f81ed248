namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>pool-keys as a run sees it: a folder with genesis files and one pool's keys.</summary>
public static class FakeKeys
{
    public static int Run(IReadOnlyDictionary<string, string> flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        string folder = flags["out-dir"];
        string pool = Path.Combine(folder, "pools", "1");
        Directory.CreateDirectory(pool);
        string genesis = $$"""
            { "systemStart": "{{flags["system-start"]}}", "networkMagic": {{flags["network-magic"]}},
              "slotLength": {{flags["slot-length"]}}, "epochLength": {{flags["epoch-length"]}} }
            """;
        File.WriteAllText(Path.Combine(folder, "shelley-genesis.json"), genesis);
        File.WriteAllText(Path.Combine(folder, "config.json"), """{ "ShelleyGenesisFile": "shelley-genesis.json" }""");
        foreach (string key in new[] { "cold.skey", "cold.vkey", "cold.counter", "kes.skey", "vrf.skey", "opcert.cert" })
            File.WriteAllText(Path.Combine(pool, key), key);
        return 0;
    }
}
