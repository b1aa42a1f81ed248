namespace PoolTopology.Keys.Devnet;

/// <summary>What a devnet is made from: everything that its genesis files do not fix.</summary>
/// <param name="Pools">How many pools are registered in the genesis, with equal stake.</param>
/// <param name="SlotLengthSeconds">Units: seconds; 1 on mainnet.</param>
/// <param name="ActiveSlotsCoefficient">The share of slots with a leader, above 0 and at most 1.</param>
/// <param name="SecurityParameter">k: no rollback is longer than this number of blocks.</param>
/// <param name="EpochLengthSlots">Units: slots; at least 10k/f, as the specification demands.</param>
/// <param name="SlotsPerKesPeriod">Units: slots.</param>
/// <param name="MaxKesEvolutions">How many KES periods a certificate is valid; the key has 64.</param>
/// <param name="NetworkMagic">The network's number in every handshake.</param>
/// <param name="SystemStart">The start of slot 0: a whole second, since Byron's genesis counts seconds.</param>
internal sealed record DevnetParameters(
    int Pools,
    decimal SlotLengthSeconds,
    decimal ActiveSlotsCoefficient,
    ulong SecurityParameter,
    ulong EpochLengthSlots,
    ulong SlotsPerKesPeriod,
    ulong MaxKesEvolutions,
    uint NetworkMagic,
    DateTimeOffset SystemStart)
{
    /// <summary>The periods of a Sum6 KES key.</summary>
    public const ulong KesPeriods = 64;

    /// <summary>The most pools: each costs a KES key generation and twelve files, flushed.</summary>
    public const int PoolsMax = 100;

    /// <summary>The shortest epoch in which the nonce of the next one is settled: 10k/f, rounded up.</summary>
    /// <remarks>0 where k or f are outside their bounds, which <see cref="Errors"/> reports.</remarks>
    public static ulong ShortestEpoch(ulong securityParameter, decimal activeSlotsCoefficient) =>
        securityParameter <= int.MaxValue && activeSlotsCoefficient is >= 0.000001m and <= 1
            ? (ulong)Math.Ceiling(10m * securityParameter / activeSlotsCoefficient)
            : 0;

    /// <summary>Everything that is wrong with the parameters, each as a sentence; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        Refuse(errors, Pools is < 1 or > PoolsMax, $"--pools must be 1 to {PoolsMax}, not {Pools}");
        Refuse(errors, SlotLengthSeconds is < 0.001m or > 60m || decimal.Remainder(SlotLengthSeconds, 0.001m) != 0,
            $"--slot-length must be 0.001 to 60 seconds in whole milliseconds, not {SlotLengthSeconds}");
        Refuse(errors, SecurityParameter is 0 or > int.MaxValue,
            $"--security-param must be 1 to {int.MaxValue}, not {SecurityParameter}");
        Refuse(errors, SlotsPerKesPeriod == 0, "--slots-per-kes-period must be at least 1");
        Refuse(errors, MaxKesEvolutions is 0 or > KesPeriods,
            $"--max-kes-evolutions must be 1 to {KesPeriods}, not {MaxKesEvolutions}");
        Refuse(errors, SystemStart.UtcTicks % TimeSpan.TicksPerSecond != 0,
            "--system-start must be a whole second, as the Byron genesis has no fractions");
        Refuse(errors,
            ActiveSlotsCoefficient is <= 0 or > 1 || decimal.Remainder(ActiveSlotsCoefficient, 0.000001m) != 0,
            $"--active-slots-coeff must be above 0 and at most 1, with six decimals at most, " +
            $"not {ActiveSlotsCoefficient}");
        ulong shortest = ShortestEpoch(SecurityParameter, ActiveSlotsCoefficient);
        Refuse(errors, EpochLengthSlots < shortest,
            $"--epoch-length must be at least 10k/f = {shortest} slots, not {EpochLengthSlots}");
        return errors;
    }

    private static void Refuse(List<string> errors, bool isWrong, string sentence)
    {
        if (isWrong)
            errors.Add(sentence);
    }
}
