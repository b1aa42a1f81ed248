using System.Collections.Immutable;
using System.Text.Json.Nodes;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Tests.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>A small network without Byron, and a certificate state to be changed in one thing.</summary>
/// <remarks>k 20, f 1/4: stability window 240 slots, epochs of 2000; three genesis keys, a quorum of two.</remarks>
internal sealed class LedgerScene
{
    public const ulong EpochLength = 2000;
    public const ulong StabilityWindow = 240;
    public const ulong Ada = 1_000_000;

    private const string Byron = """
        { "startTime": 1767323045, "protocolConsts": { "k": 20, "protocolMagic": 42 },
          "blockVersionData": { "slotDuration": "500" }, "nonAvvmBalances": {} }
        """;

    public static Hash28[] GenesisKeys { get; } = [HashOf("genesis 1"), HashOf("genesis 2"), HashOf("genesis 3")];

    public static Credential Alice { get; } = Credential.OfKey(HashOf("alice"));

    public static Credential Bob { get; } = Credential.OfScript(HashOf("bob"));

    public static Hash28 PoolId { get; } = HashOf("pool");

    public CertificateState Certificates { get; set; } = CertificateState.Empty with
    {
        GenesisDelegates = GenesisKeys.ToImmutableSortedDictionary(
            key => key, key => new GenesisDelegation(key, HashOf($"delegate of {key}"), LongHashOf($"VRF of {key}"))),
    };

    public LedgerConfig Config { get; set; } = ConfigOf(Era.Alonzo);

    public Slot Slot { get; set; } = new(1000);

    public AccountPots Pots { get; set; } = new(new Coin(1000), new Coin(10_000));

    public ProtocolParameters Parameters { get; set; } = ProtocolParameters.FromGenesis(ConfigOf(Era.Alonzo).Shelley) with
    {
        ProtocolVersion = new ProtocolVersion(6, 0),
        KeyDeposit = new Coin(2 * Ada),
        PoolDeposit = new Coin(500 * Ada),
        MinPoolCost = new Coin(340),
    };

    public TransactionEnvironment Environment =>
        new(Slot, Config.EpochOf(Slot), 7, Parameters, Pots, Config);

    public static Hash28 HashOf(string name) => Digest.Blake2b224(System.Text.Encoding.UTF8.GetBytes(name));

    public static Hash32 LongHashOf(string name) => Digest.Blake2b256(System.Text.Encoding.UTF8.GetBytes(name));

    public static LedgerConfig ConfigOf(Era first, Action<JsonObject>? change = null)
    {
        JsonObject shelley = GenesisSample.Json();
        shelley["epochLength"] = EpochLength;
        shelley["updateQuorum"] = 2;
        shelley["initialFunds"] = new JsonObject();
        shelley["staking"] = new JsonObject { ["pools"] = new JsonObject(), ["stake"] = new JsonObject() };
        shelley["protocolParams"]!["protocolVersion"]!["major"] = (int)EraTranslation.FirstMajorVersionOf(first);
        shelley["protocolParams"]!["protocolVersion"]!["minor"] = 0;
        change?.Invoke(shelley);
        return new LedgerConfig
        {
            Genesis = GenesisSet.Parse(
                GenesisSample.Bytes(Byron),
                GenesisSample.Bytes(shelley),
                GenesisSample.Bytes(GenesisSample.Alonzo),
                GenesisSample.Bytes(GenesisSample.Conway),
                new ExpectedGenesisHashes()),
            HardForksAtEpoch = Enumerable.Range((int)Era.Shelley, (int)first)
                .ToImmutableSortedDictionary(era => (Era)era, _ => new EpochNo(0)),
        };
    }

    public static PoolParameters Pool(Hash28 id) => new(
        id,
        LongHashOf($"VRF of {id}"),
        Pledge: new Coin(0),
        Cost: new Coin(340),
        Margin: new Rational(1, 10),
        new RewardAccount(NetworkId.Testnet, Alice),
        [],
        [],
        null);

    public LedgerScene With(params Certificate[] certificates)
    {
        (CertificateState? next, LedgerError? error) = Apply(certificates);
        Xunit.Assert.Null(error);
        Certificates = next!;
        return this;
    }

    public LedgerScene WithRewards(Credential credential, ulong rewards)
    {
        Certificates.Accounts.TryFind(credential, out Account? account);
        Certificates = Certificates with
        {
            Accounts = Certificates.Accounts.Set(credential, account! with { Rewards = new Coin(rewards) }),
        };
        return this;
    }

    public LedgerError? Refusal(params Certificate[] certificates) => Apply(certificates).Error;

    public (CertificateState? Next, LedgerError? Error) Apply(params Certificate[] certificates) =>
        Apply(new TransactionBody { Certificates = [.. certificates] });

    public (CertificateState? Next, LedgerError? Error) Apply(TransactionBody body, bool isValid = true) =>
        DelegsRule.Apply(
            Certificates,
            new Transaction(Era.Babbage, body, new TransactionWitnesses(), null, isValid),
            Environment);

    /// <summary>A whole state around the certificate state.</summary>
    public LedgerState State() => new()
    {
        Era = Era.Alonzo,
        Epoch = Config.EpochOf(Slot),
        Utxo = UtxoState.Empty,
        Certificates = Certificates,
        Pots = Pots,
        Parameters = Parameters,
        PreviousParameters = Parameters,
    };
}
