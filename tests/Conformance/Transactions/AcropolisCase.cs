using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PoolTopology.Crypto.Text;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Transactions;

/// <summary>A folder of acropolis: a mainnet transaction, what is known around it, and ways in which it is wrong.</summary>
/// <remarks>
/// A context without outputs is completed: the first input gets what conserves value, all are locked by the first key
/// witness. That makes the valid transaction valid in full, so that a mutant's refusal is its own.
/// </remarks>
internal sealed class AcropolisCase
{
    private readonly JsonElement _context;
    private readonly string _folder;

    public AcropolisCase(string folder)
    {
        _folder = folder;
        _context = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "context.json"))).RootElement;
    }

    private static LedgerConfig Mainnet { get; } = new() { Genesis = Networks.GenesisSet("mainnet") };

    public string Name => Path.GetRelativePath(VectorFiles.PathOf("txs/acropolis"), _folder);

    /// <summary>The names of the wrong variants.</summary>
    public IEnumerable<string> Variants => Directory.GetFiles(_folder, "*.cbor")
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => name != "tx").Order();

    public bool HasOutputs => _context.TryGetProperty("utxos", out _);

    /// <summary>Everything that the rules say of a variant, its wrong signatures last.</summary>
    public IReadOnlyList<LedgerError> Check(string variant)
    {
        Transaction transaction = Read(variant);
        CertificateState certificates = CertificateState.Empty with { GenesisDelegates = Mainnet.Shelley.GenesisDelegates };
        TransactionEnvironment environment = new(Slot, default, 0, Parameters(), default, Mainnet);
        UtxoState utxo = HasOutputs ? GivenOutputs() : CompletedOutputs(Read("tx"));
        WitnessObligations obligations = new();
        foreach (VKeyWitness witness in transaction.Witnesses.VKeys)
            obligations.Add(new SignatureObligation(witness.VerificationKey, witness.Signature, transaction.Id));
        foreach (BootstrapWitness witness in transaction.Witnesses.Bootstraps)
            obligations.Add(new SignatureObligation(witness.VerificationKey, witness.Signature, transaction.Id));
        ImmutableArray<LedgerError> errors = UtxowRule.CheckAll(transaction, utxo, certificates, environment);
        return obligations.Verify() is { } invalid ? errors.Add(invalid) : errors;
    }

    public Transaction Read(string variant) => RawTransaction.Parse(
        Era, Convert.FromHexString(File.ReadAllText(Path.Combine(_folder, variant + ".cbor")).Trim())).Decode();

    private Slot Slot => _context.TryGetProperty("current_slot", out JsonElement slot)
        ? new Slot(slot.GetUInt64())
        : new Slot(FolderEra switch { Era.Shelley => 5_000_000, Era.Alonzo => 40_000_000, _ => 73_000_000 });

    private Era FolderEra => Enum.Parse<Era>(Path.GetFileName(Path.GetDirectoryName(_folder))!, ignoreCase: true);

    // The folder allegra holds a transaction of Mary's, as its slot tells.
    private Era Era => Slot.Value switch
    {
        < 16_588_800 => Era.Shelley,
        < 23_068_800 => Era.Allegra,
        < 39_916_975 => Era.Mary,
        < 72_316_896 => Era.Alonzo,
        _ => Era.Babbage,
    };

    private ProtocolParameters Parameters() => ProtocolParameters.FromGenesis(Mainnet.Shelley) with
        {
            ProtocolVersion = new ProtocolVersion((ulong)Era + 1, 0),
            CoinsPerUtxoWord = new Coin(34_482),
            CoinsPerUtxoByte = new Coin(4_310),
            ExecutionPrices = Mainnet.Genesis.Alonzo.ExecutionPrices,
            CostModels = Mainnet.Genesis.Alonzo.CostModels,
            MaxTransactionExecutionUnits = new ExecutionUnits(16_000_000, 10_000_000_000),
            MaxValueSizeBytes = 5000,
            CollateralPercentage = 150,
            MaxCollateralInputs = 3,
        };

    private UtxoState GivenOutputs()
    {
        List<KeyValuePair<TransactionInput, TransactionOutput>> outputs = [];
        foreach (JsonProperty utxo in _context.GetProperty("utxos").EnumerateObject())
        {
            string[] parts = utxo.Name.Split('#');
            TransactionInput input = new(
                Hash32.Parse(parts[0]), ushort.Parse(parts[1], CultureInfo.InvariantCulture));
            outputs.Add(new(input, Output(utxo.Value)));
        }
        return UtxoState.Empty.Spend([], outputs.ToArray());
    }

    private static TransactionOutput Output(JsonElement json)
    {
        if (Bech32.Decode(json.GetProperty("address").GetString(), out _, out byte[] address) is { } error)
            throw new FormatException(error.ToString());
        JsonElement value = json.GetProperty("value");
        List<(byte[], byte[])> fields =
            [(Raw.UInt(0), Raw.Bytes(address)), (Raw.UInt(1), Raw.UInt(value.GetProperty("lovelace").GetUInt64()))];
        if (value.GetProperty("assets").GetArrayLength() > 0)
            throw new NotSupportedException("no context of these eras has assets");
        if (json.TryGetProperty("datum", out JsonElement datum) && datum.ValueKind == JsonValueKind.Object)
        {
            byte[] hash = Convert.FromHexString(datum.GetProperty("Hash").GetString()!);
            fields.Add((Raw.UInt(2), Raw.Array([Raw.UInt(0), Raw.Bytes(hash)])));
        }
        return Decode(Raw.Map(fields));
    }

    private static UtxoState CompletedOutputs(Transaction valid)
    {
        byte[] address = valid.Witnesses.Bootstraps.IsEmpty
            ? [0x61, .. valid.Witnesses.VKeys[0].KeyHash.ToArray()]
            : RawAddress.Byron(
                valid.Witnesses.Bootstraps[0].RootHash.ToArray(), valid.Witnesses.Bootstraps[0].Attributes.ToArray());
        ulong registrations = (ulong)valid.Body.Certificates.Count(it => it is Certificate.RegisterStake);
        ulong needed = valid.Body.Outputs.Aggregate(valid.Body.Fee.Value, (sum, output) => sum + output.Coin.Value)
            + (registrations * Mainnet.Shelley.ProtocolParameters.KeyDeposit.Value)
            - valid.Body.Withdrawals.Aggregate(0UL, (sum, withdrawal) => sum + withdrawal.Amount.Value);
        List<KeyValuePair<TransactionInput, TransactionOutput>> outputs = [];
        foreach (TransactionInput input in valid.Body.Inputs)
            outputs.Add(new(input, TransactionOutput.OfCoin(address, new Coin(outputs.Count == 0 ? needed : 0))));
        return UtxoState.Empty.Spend([], outputs.ToArray());
    }

    private static TransactionOutput Decode(byte[] output) => Transaction.Decode(Era.Babbage, Raw.Array(
    [
        Raw.Map(
        [
            (Raw.UInt(0), Raw.Array([])),
            (Raw.UInt(1), Raw.Array([output])),
            (Raw.UInt(2), Raw.UInt(0)),
        ]),
        Raw.Map([]),
        [0xf5],
        [0xf6],
    ])).Body.Outputs[0];
}
