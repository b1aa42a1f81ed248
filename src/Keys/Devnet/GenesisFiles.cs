namespace PoolTopology.Keys.Devnet;

/// <summary>The four genesis files as bytes, with the names that the configuration refers to.</summary>
internal sealed record GenesisFiles(byte[] Byron, byte[] Shelley, byte[] Alonzo, byte[] Conway)
{
    public const string ByronName = "byron-genesis.json";
    public const string ShelleyName = "shelley-genesis.json";
    public const string AlonzoName = "alonzo-genesis.json";
    public const string ConwayName = "conway-genesis.json";

    public static GenesisFiles Write(DevnetParameters parameters, IReadOnlyList<DevnetPool> pools) => new(
        ByronGenesisFile.Write(parameters, pools),
        ShelleyGenesisFile.Write(parameters, pools),
        AlonzoGenesisFile.Write(),
        ConwayGenesisFile.Write());
}
