using System.Globalization;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>Genesis parameters belong to a devnet, and a chain must be able to run on them.</summary>
/// <remarks>
/// Spec: the reference refuses an epoch shorter than 3k/f (validateGenesis, EpochNotLongEnough). The nonce is frozen
/// for the last 4k/f of an epoch, so in a shorter one it would never change. Public networks use 10k/f.
/// </remarks>
internal static class DevnetRule
{
    private static readonly (uint Magic, string Name)[] PublicNetworks =
        [(764_824_073, "mainnet"), (1, "preprod"), (2, "preview")];

    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        if (!input.Sources.Contains("pool.devnet"))
            yield break;
        if (!input.IsDevnet)
        {
            yield return new RuleFinding(Severity.Error, FindingCode.DevnetParameters, "pool.devnet",
                $"{input.Document.Pool.Network} has its own genesis; these parameters belong to a devnet",
                "remove `devnet`, or write `network: devnet`")
            {
                RestsOn = ["pool.network"],
            };
            yield break;
        }
        DevnetParameters devnet = input.Document.Pool.Devnet;
        decimal kOverF = devnet.SecurityParameter / devnet.ActiveSlotsCoefficient;
        if (devnet.EpochLengthSlots < 3 * kOverF)
            yield return ShortEpoch(Severity.Error, devnet, 3 * kOverF, "3k/f, the least that a node accepts");
        else if (devnet.EpochLengthSlots <= 4 * kOverF)
            yield return ShortEpoch(
                Severity.Warning, devnet, (4 * kOverF) + 1, "4k/f and one: the epoch nonce would never change");
        else if (devnet.EpochLengthSlots < 10 * kOverF)
            yield return ShortEpoch(Severity.Warning, devnet, 10 * kOverF, "10k/f, the length on public networks");
        foreach ((uint magic, string name) in PublicNetworks)
        {
            if (devnet.NetworkMagic == magic)
            {
                yield return new RuleFinding(Severity.Error, FindingCode.DevnetParameters, "pool.devnet.networkMagic",
                    $"{magic} is the magic of {name}: nodes of both networks would take each other for their own",
                    "choose another number, e.g. 42");
            }
        }
    }

    private static RuleFinding ShortEpoch(Severity severity, DevnetParameters devnet, decimal slots, string what) => new(
        severity, FindingCode.DevnetParameters, "pool.devnet.epochLength",
        string.Create(CultureInfo.InvariantCulture, $"{devnet.EpochLengthSlots} slots are fewer than {what}"),
        string.Create(CultureInfo.InvariantCulture, $"with these parameters that is {decimal.Ceiling(slots)} slots"))
    {
        RestsOn = ["pool.devnet.securityParam", "pool.devnet.activeSlotsCoeff"],
    };
}
