using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Credentials.Hot;
using PoolTopology.Credentials.Keys;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.Producer.Schedule;
using PoolTopology.Producer.Tests.Fakes;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Producer.Tests.Schedule;

public sealed class ElectionTests : IDisposable
{
    private const int EpochSlots = 700;

    private readonly TestNetwork _network = TestNetwork.Create(
        new TestNetworkOptions { EpochLengthSlots = EpochSlots, ActiveSlotsCoefficient = "0.1" });
    private readonly TestKeys _files = new(1);
    private readonly HotCredentials _keys;

    public ElectionTests() => _keys = _files.Read();

    public void Dispose()
    {
        _keys.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void FindOwn_a_whole_epoch_agrees_with_the_check_of_the_forging_loop()
    {
        Nonce nonce = _network.Config.InitialNonce;
        Election election = ElectionOf(nonce, new Rational(1, 2), _network.Config.Parameters.ActiveSlotCoefficient);
        List<Slot> own = [];
        election.FindOwn(_keys.Vrf, new Slot(0), EpochSlots, own);
        Assert.Equal(
            Enumerable.Range(0, EpochSlots).Select(slot => new Slot((ulong)slot)).Where(slot => SlotLeadership.IsOwn(
                _keys, slot, nonce, _network.Genesis.LedgerView, _network.Config)),
            own);
        Assert.InRange(own.Count, 10, 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void FindOwn_any_count_agrees_with_the_proofs(int count)
    {
        Nonce nonce = new(new Hash32(Enumerable.Repeat((byte)count, 32).ToArray()));
        ActiveSlotCoefficient f = new(new Rational(1, 3));
        LeaderThreshold threshold = LeaderThreshold.Of(Rational.One, f);
        List<Slot> expected = [];
        byte[] proof = new byte[Vrf.ProofSizeBytes];
        byte[] output = new byte[Vrf.OutputSizeBytes];
        for (int i = 0; i < count; i++)
        {
            Slot slot = new((ulong)(1000 + i));
            _keys.Vrf.Prove(VrfRanges.Input(slot, nonce).ToArray(), proof);
            Assert.True(Vrf.ProofToHash(proof, output));
            if (LeaderCheck.IsLeader(output, threshold))
                expected.Add(slot);
        }
        List<Slot> own = [];
        ElectionOf(nonce, Rational.One, f).FindOwn(_keys.Vrf, new Slot(1000), count, own);
        Assert.Equal(expected, own);
    }

    [Fact]
    public void FindOwn_tpraos_takes_the_output_itself_and_leaves_the_overlay_out()
    {
        Nonce nonce = _network.Config.InitialNonce;
        ActiveSlotCoefficient f = new(new Rational(1, 4));
        Rational d = new(1, 3);
        ImmutableArray<Hash28> genesisKeys = [new Hash28(new byte[28])];
        LeaderThreshold threshold = LeaderThreshold.Of(new Rational(1, 2), f);
        List<Slot> elected = [];
        byte[] output = new byte[Vrf.OutputSizeBytes];
        for (ulong slot = 500; slot < 900; slot++)
        {
            _keys.Vrf.Evaluate(
                VrfRanges.TransitionalInput(new Slot(slot), nonce, VrfUse.Leader).ToArray(), output);
            if (threshold.AdmitsOutput(output))
                elected.Add(new Slot(slot));
        }
        Election open = new(nonce, threshold, f) { Protocol = ElectionProtocol.TPraos };
        List<Slot> own = [];
        open.FindOwn(_keys.Vrf, new Slot(500), 400, own);
        Assert.Equal(elected, own);

        Election overlaid = new(nonce, threshold, f)
        {
            Protocol = ElectionProtocol.TPraos,
            FirstSlotOfEpoch = new Slot(450),
            Decentralisation = d,
            GenesisKeyHashes = genesisKeys,
        };
        own.Clear();
        overlaid.FindOwn(_keys.Vrf, new Slot(500), 400, own);
        Assert.Equal(
            elected.Where(slot => OverlaySchedule.Find(slot, new Slot(450), d, f, genesisKeys) is null), own);
        Assert.InRange(own.Count, 1, elected.Count - 1);
    }

    [Fact]
    public void Find_any_number_of_threads_gives_the_slots_in_order()
    {
        Election election = ElectionOf(
            _network.Config.InitialNonce, Rational.One, new ActiveSlotCoefficient(new Rational(1, 5)));
        List<Slot> expected = [];
        election.FindOwn(_keys.Vrf, new Slot(7), 1500, expected);
        foreach (int threads in (int[])[1, 2, 5])
        {
            int looked = 0;
            IReadOnlyList<Slot> found = ScheduleSearch.Find(
                _keys.Vrf, election, new Slot(7), 1500, threads, n => Interlocked.Add(ref looked, n), default);
            Assert.Equal(expected, found);
            Assert.Equal(1500, looked);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => ScheduleSearch.Find(
            _keys.Vrf, election, new Slot(7), ScheduleSearch.SlotsMax + 1, 1, _ => { }, default));
    }

    // Headers that another implementation made with these keys: the schedule must have their slots.
    [VectorFact]
    public void FindOwn_known_keys_has_the_slots_of_the_headers_they_made()
    {
        using JsonDocument file = JsonDocument.Parse(VectorFiles.ReadBytes("headers/generated-chain/chain.json"));
        JsonElement context = file.RootElement.GetProperty("context");
        Nonce nonce = new(Hash32.Parse(context.GetProperty("nonce").GetString()!));
        ActiveSlotCoefficient f = new(Rational.ParseDecimal(context.GetProperty("activeSlotCoeff").GetRawText()));
        JsonElement pools = file.RootElement.GetProperty("stakePools");
        Dictionary<string, List<Slot>> schedules = [];
        foreach (JsonElement pool in pools.GetProperty("spos").EnumerateArray())
        {
            byte[] secret = Convert.FromHexString(pool.GetProperty("vrfSignKey").GetString()!);
            using VrfSigningKey key = VrfSigningKey.FromSeed(secret.AsSpan(0, Vrf.SeedSizeBytes));
            JsonElement stake = pool.GetProperty("individualStake").GetProperty("individualPoolStake");
            Rational share = new(
                stake.GetProperty("numerator").GetInt64(), stake.GetProperty("denominator").GetInt64());
            List<Slot> own = [];
            ElectionOf(nonce, share, f).FindOwn(key, new Slot(0), 1000, own);
            schedules.Add(pool.GetProperty("poolId").GetString()!, own);
        }
        int headers = 0;
        foreach (JsonElement item in pools.GetProperty("chains").EnumerateArray())
        {
            BlockHeader header = BlockHeader.Decode(
                Era.Conway, Convert.FromHexString(item.GetProperty("header").GetString()!));
            Assert.Contains(header.Slot, schedules[header.PoolId.ToString()]);
            headers++;
        }
        Assert.True(headers >= 48);
        // 16 pools with all the stake lead about one slot in twenty.
        Assert.InRange(schedules.Values.Sum(own => own.Count), headers, 100);
    }

    private static Election ElectionOf(Nonce nonce, Rational stake, ActiveSlotCoefficient f) =>
        new(nonce, LeaderThreshold.Of(stake, f), f);
}
