using System.Text;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Transactions;

/// <summary>txs: real transactions of every era, decoded as their era decodes them, with their ids.</summary>
public class TransactionVectors
{
    private static readonly Era[] WithValidityTag = [Era.Conway, Era.Babbage, Era.Alonzo];

    [VectorFact]
    public void Every_transaction_decodes_to_its_id()
    {
        string[][] rows = [.. VectorFiles.ReadText("txs/index.tsv").Split('\n').Skip(1)
            .Where(l => l.Length > 0).Select(l => l.Split('\t'))];
        VectorRun.All("txs", rows, r => r[0], Check, atLeast: 60);
    }

    [VectorFact]
    public void Bootstrap_witnesses_give_the_root_in_their_name() => VectorRun.All(
        "txs/bootstrap-witnesses", Directory.GetFiles(VectorFiles.PathOf("txs/bootstrap-witnesses")), Path.GetFileName, file =>
        {
            byte[] witnesses = [0xa1, 0x02, 0x81, .. File.ReadAllBytes(file)];
            foreach (Era era in Enum.GetValues<Era>().Where(e => e > Era.Byron))
            {
                BootstrapWitness witness = TransactionWitnesses.Decode(era, witnesses).Bootstraps.Single();
                if (witness.RootHash.ToString() != Path.GetFileNameWithoutExtension(file))
                    return $"{era}: root {witness.RootHash}";
            }
            return null;
        },
        atLeast: 5);

    [VectorFact]
    public void Golden_transactions_decode_to_what_they_were_made_of() => VectorRun.All(
        "blocks/golden-ledger", ["allegra", "alonzo", "babbage", "conway"], name => name, name =>
        {
            byte[] bytes = VectorFiles.ReadBytes($"blocks/golden-ledger/{name}-tx.cbor");
            Era era = Enum.Parse<Era>(name, ignoreCase: true);
            Transaction transaction = Transaction.Decode(era, bytes);
            return transaction.Id == IdOf(bytes) ? null : $"id {transaction.Id}";
        },
        atLeast: 4);

    private static string? Check(string[] row)
    {
        byte[] file = VectorFiles.ReadBytes("txs/" + row[0]);
        byte[] bytes = row[1] == "hex" ? Convert.FromHexString(Encoding.ASCII.GetString(file).Trim()) : file;
        if (IdOf(bytes).ToString() != row[3])
            return $"the body's hash is {IdOf(bytes)}";
        Era[] eras = ErasOf(row[0]);
        string? fault = null;
        foreach (Era era in eras)
        {
            fault = CheckAs(era, bytes, row[3]);
            if (fault is null)
                return null;
        }
        return fault;
    }

    private static string? CheckAs(Era era, byte[] bytes, string id)
    {
        try
        {
            Transaction transaction = Read(era, bytes);
            if (transaction.Id.ToString() != id)
                return $"id {transaction.Id}";
            return transaction.SizeBytes <= bytes.Length ? null : $"{transaction.SizeBytes} bytes of {bytes.Length}";
        }
        catch (CborException refusal)
        {
            return $"{era}: {refusal.Message}";
        }
    }

    // Explorers write transactions of all eras in four items; before Alonzo a node writes three.
    private static Transaction Read(Era era, byte[] bytes)
    {
        if (era >= Era.Alonzo)
            return Transaction.Decode(era, bytes);
        CborReader reader = new(bytes);
        reader.ReadArrayStart(4);
        TransactionBody body = TransactionBody.Decode(era, reader.ReadEncoded().ToArray());
        TransactionWitnesses witnesses = TransactionWitnesses.Decode(era, reader.ReadEncoded().ToArray());
        bool isValid = reader.ReadBoolean();
        AuxiliaryData? auxiliary = reader.TryReadNull()
            ? null
            : AuxiliaryData.Decode(era, reader.ReadEncoded().ToArray());
        reader.ExpectEnd();
        if (auxiliary?.Hash != body.AuxiliaryDataHash)
            throw new InvalidOperationException($"auxiliary data {auxiliary?.Hash}, declared {body.AuxiliaryDataHash}");
        return new Transaction(era, body, witnesses, auxiliary, isValid);
    }

    private static Hash32 IdOf(byte[] transaction)
    {
        CborReader reader = new(transaction);
        reader.ReadArrayStart();
        return Digest.Blake2b256(reader.ReadEncoded());
    }

    // The era stands in the path. What is filed under Allegra has a slot of Mary; without an era, one with scripts.
    private static Era[] ErasOf(string path)
    {
        foreach (Era era in Enum.GetValues<Era>())
        {
            if (path.Contains("/" + era, StringComparison.OrdinalIgnoreCase))
                return era == Era.Byron ? [] : era == Era.Allegra ? [Era.Allegra, Era.Mary] : [era];
        }
        return WithValidityTag;
    }
}
