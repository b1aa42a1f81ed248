using PoolTopology.Topology.Document;
using PoolTopology.Topology.Shapes;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The keys of <c>pool</c>.</summary>
internal static class PoolKeys
{
    private static readonly Key<TimeSpan> SlotLength = Key<TimeSpan>.Optional("slotLength", Scalars.SlotSeconds,
        "Seconds per slot.", DevnetParameters.Default.SlotLength, "0.5");

    private static readonly Key<decimal> ActiveSlotsCoeff = Key<decimal>.Optional(
        "activeSlotsCoeff", Scalars.ActiveSlotsCoefficient,
        "The share of slots in which a block is expected.", DevnetParameters.Default.ActiveSlotsCoefficient, "0.25");

    private static readonly Key<long> SecurityParam = Key<long>.Optional("securityParam", Scalars.PositiveCount,
        "How many blocks may still be rolled back (k).", DevnetParameters.Default.SecurityParameter, "20");

    private static readonly Key<long?> EpochLength = Key<long?>.Optional("epochLength", Scalars.OptionalCount,
        "Slots per epoch; left out, ten times securityParam / activeSlotsCoeff.", null);

    private static readonly Key<long> SlotsPerKesPeriod = Key<long>.Optional("slotsPerKesPeriod", Scalars.PositiveCount,
        "Slots until a KES key evolves.", DevnetParameters.Default.SlotsPerKesPeriod, "129600");

    private static readonly Key<int> MaxKesEvolutions = Key<int>.Optional("maxKesEvolutions", Scalars.KesEvolutions,
        "How often a KES key evolves before it expires.", DevnetParameters.Default.MaxKesEvolutions, "62");

    private static readonly Key<uint> NetworkMagic = Key<uint>.Optional("networkMagic", Scalars.Magic,
        "The number that keeps networks apart.", DevnetParameters.Default.NetworkMagic, "42");

    private static readonly Shape<DevnetParameters> Devnet = new SectionShape<DevnetParameters>(
        "the parameters of a devnet",
        values => new DevnetParameters
        {
            SlotLength = values.Get(SlotLength),
            ActiveSlotsCoefficient = values.Get(ActiveSlotsCoeff),
            SecurityParameter = values.Get(SecurityParam),
            EpochLengthSlots = values.Get(EpochLength),
            SlotsPerKesPeriod = values.Get(SlotsPerKesPeriod),
            MaxKesEvolutions = values.Get(MaxKesEvolutions),
            NetworkMagic = values.Get(NetworkMagic),
        },
        SlotLength, ActiveSlotsCoeff, SecurityParam, EpochLength, SlotsPerKesPeriod, MaxKesEvolutions, NetworkMagic);

    private static readonly Key<string> Name = Key<string>.Required(
        "name", Scalars.PoolName, "What people call the pool.");

    private static readonly Key<string> Ticker = Key<string>.Required(
        "ticker", Scalars.Ticker, "Its ticker: 3 to 5 capital letters or digits.");

    private static readonly Key<NetworkChoice> Network = Key<NetworkChoice>.Required("network", NetworkShape.Shape,
        "devnet (a private network made from this file), preview, preprod, mainnet, or a folder with its files.");

    private static readonly Key<string?> NetworkFiles = Key<string?>.Optional(
        "networkFiles", new NullableShape<string>(Scalars.Folder),
        "The folder with a public network's config.json and genesis files; left out, networks/NAME beside this file.",
        null);

    private static readonly Key<DevnetParameters> DevnetSection = Key<DevnetParameters>.Optional("devnet", Devnet,
        "Genesis parameters, when the network is a devnet.", DevnetParameters.Default);

    public static readonly Shape<PoolIdentity> Shape = new SectionShape<PoolIdentity>(
        "the pool",
        values =>
            new PoolIdentity(
                values.Get(Name), values.Get(Ticker), values.Get(Network), values.Get(NetworkFiles),
                values.Get(DevnetSection)),
        Name, Ticker, Network, NetworkFiles, DevnetSection);
}
