using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Ledger;

/// <summary>rewards: reserves and treasury of mainnet at 328 epoch boundaries, from what others published.</summary>
/// <remarks>
/// Row E of the statistics holds what went into the boundary into E: fees and blocks of E-2, and what was paid. Where
/// genesis delegates made a part of the blocks (d between 0 and 0.8) the files do not say how many pools made.
/// </remarks>
public class MainnetPots
{
    private const ulong FirstBoundary = 211;

    // What moved besides rewards, and is not in the files: lovelace gained by reserves and treasury.
    private static readonly Dictionary<ulong, (long Reserves, long Treasury)> Besides = new()
    {
        [236] = (318_200_635_000_000, 0),  // vouchers of Byron's first sale return with Allegra
        [272] = (-1_238_432_822_150, 0),   // instantaneous rewards
        [286] = (-32_851_678_092, 0),      // instantaneous rewards
        [298] = (-600_000_000, 0),         // instantaneous rewards
        [299] = (-318_199_980_000_000, 0), // instantaneous rewards
        [508] = (0, 20_000_000),           // donations
        [518] = (0, 100_000_000_000),      // donations
        [538] = (0, 3_141_592),            // donations
    };

    private static readonly ProtocolParameters Shelley = ProtocolParameters.FromGenesis(Networks.Genesis("mainnet"));
    private static readonly Dictionary<ulong, Dictionary<string, string>> Pots =
        Rows(File.ReadLines(VectorFiles.PathOf("rewards/acropolis/pots.mainnet.csv")));
    private static readonly Dictionary<ulong, Dictionary<string, string>> Statistics =
        Rows(File.ReadLines(VectorFiles.PathOf("rewards/cf-java/statistics.csv")));

    [VectorFact]
    public void The_pot_of_rewards_and_the_treasury_are_right_at_every_boundary_whose_inputs_are_there()
    {
        SortedDictionary<ulong, Rational> d = Decentralisation();
        int exact = 0, federatedInPart = 0;
        foreach (ulong epoch in Boundaries())
        {
            Rational share = d.Last(it => it.Key <= epoch - 2).Value;
            if (share > Rational.Zero && share < new Rational(8, 10))
            {
                federatedInPart++;
                continue;
            }
            EpochIncentives incentives = IncentivesAt(epoch, share, Of(Statistics, epoch, "block_count"));
            ulong fees = Of(Statistics, epoch, "epoch_fees");
            Assert.Equal(
                (epoch, Of(Statistics, epoch, "total_rewards_pot")), (epoch, fees + incentives.Expansion.Value));
            AssertPots(epoch, incentives);
            exact++;
        }
        Assert.Equal((284, 44), (exact, federatedInPart));
    }

    [VectorFact]
    public void Reserves_and_treasury_are_right_where_the_pot_of_rewards_is_given()
    {
        foreach (ulong epoch in Boundaries())
        {
            Coin pot = new(Of(Statistics, epoch, "total_rewards_pot"));
            Coin fees = new(Of(Statistics, epoch, "epoch_fees"));
            Coin treasury = new((ulong)(Shelley.Tau * pot.Value).Floor());
            AssertPots(epoch, new EpochIncentives(Rational.One, pot - fees, treasury, pot - treasury));
        }
    }

    [VectorTheory]
    [InlineData(211)]
    [InlineData(212)]
    public void Every_reward_of_an_epoch_together_leaves_the_reserves(ulong earned)
    {
        ulong paidAt = earned + 2;
        ulong paid = 0;
        foreach (string line in Unzipped($"rewards/acropolis/rewards.mainnet.{earned}.csv.gz").Skip(1))
        {
            string[] cells = line.Split(',');
            if (cells[2] is "leader" or "member")
                paid += ulong.Parse(cells[3], CultureInfo.InvariantCulture);
        }
        EpochIncentives incentives = IncentivesAt(
            paidAt, Decentralisation().Last(it => it.Key <= earned).Value, Of(Statistics, paidAt, "block_count"));
        ulong before = Of(Pots, paidAt - 1, "reserves");
        Assert.Equal(
            Of(Pots, paidAt, "reserves"),
            before - incentives.Expansion.Value + (incentives.PoolsPot.Value - paid));
    }

    private static void AssertPots(ulong epoch, EpochIncentives incentives)
    {
        ulong unclaimed = Of(Statistics, epoch, "unspendable_earned_rewards");
        ulong paid = Of(Statistics, epoch, "total_distributed_rewards") + unclaimed;
        (long reserves, long treasury) = Besides.GetValueOrDefault(epoch);
        Assert.Equal(
            (epoch, Of(Pots, epoch, "reserves")),
            (epoch, checked((ulong)((long)Of(Pots, epoch - 1, "reserves")
                - (long)incentives.Expansion.Value + (long)(incentives.PoolsPot.Value - paid) + reserves))));
        Assert.Equal(
            (epoch, Of(Pots, epoch, "treasury")),
            (epoch, checked((ulong)((long)Of(Pots, epoch - 1, "treasury")
                + (long)(incentives.TreasuryGain.Value + unclaimed + Of(Statistics, epoch, "unclaimed_refunds"))
                - (long)Of(Statistics, epoch, "treasury_withdrawals") + treasury))));
    }

    private static EpochIncentives IncentivesAt(ulong epoch, Rational d, ulong blocks) => EpochIncentives.Of(
        Shelley with { Decentralisation = d },
        new Coin(Of(Pots, epoch - 1, "reserves")),
        new Coin(Of(Statistics, epoch, "epoch_fees")),
        blocks,
        Networks.Genesis("mainnet").EpochLengthSlots,
        Networks.Genesis("mainnet").ActiveSlotsCoefficient);

    private static IEnumerable<ulong> Boundaries() =>
        Statistics.Keys.Where(epoch => epoch >= FirstBoundary && Pots.ContainsKey(epoch)).Order();

    // The timeline names only what changed.
    private static SortedDictionary<ulong, Rational> Decentralisation()
    {
        SortedDictionary<ulong, Rational> d = [];
        using JsonDocument json = JsonDocument.Parse(
            VectorFiles.ReadBytes("rewards/dolos/pparams-timeline.json"));
        foreach (JsonElement change in json.RootElement.EnumerateArray())
        {
            if (change.TryGetProperty("decentralisation", out JsonElement value)
                && value.ValueKind == JsonValueKind.Number)
                d[change.GetProperty("epoch_no").GetUInt64()] = Rational.ParseDecimal(value.GetRawText());
        }
        return d;
    }

    private static ulong Of(Dictionary<ulong, Dictionary<string, string>> rows, ulong epoch, string column) =>
        ulong.Parse(rows[epoch][column], CultureInfo.InvariantCulture);

    private static Dictionary<ulong, Dictionary<string, string>> Rows(IEnumerable<string> lines)
    {
        string[] columns = lines.First().Split(',');
        return lines.Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => columns.Zip(cells).Where(it => it.First.Length > 0).ToDictionary(it => it.First, it => it.Second))
            .ToDictionary(row => ulong.Parse(row["epoch"], CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> Unzipped(string path)
    {
        using StreamReader reader = new(
            new GZipStream(File.OpenRead(VectorFiles.PathOf(path)), CompressionMode.Decompress));
        while (reader.ReadLine() is string line)
            yield return line;
    }
}
