using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Conformance.Transactions.Mutations;

/// <summary>Signatures, keys, required signers, auxiliary data.</summary>
internal static class WitnessMutations
{
    private const ulong VKeys = 0;
    private const ulong Bootstraps = 2;
    private const ulong AuxiliaryDataHash = 7;
    private const ulong RequiredSigners = 14;

    public static IEnumerable<Mutation> All { get; } =
    [
        Mutation.InPlace<LedgerError.InvalidWitness>("signature with one bit changed", (_, copy) =>
            RawEdits.ChangeFirst(copy.Witnesses, VKeys, RawEdits.FlipLast)),
        Mutation.InPlace<LedgerError.InvalidWitness>("bootstrap signature with one bit changed", (_, copy) =>
            RawEdits.ChangeFirst(copy.Witnesses, Bootstraps, witness =>
            {
                List<byte[]> parts = Raw.Items(witness);
                return Raw.Array([parts[0], RawEdits.FlipLast(parts[1]), parts[2], parts[3]]);
            })),
        Mutation.InPlace<LedgerError.MissingKeyWitness>("bootstrap witness with another chain code", (_, copy) =>
            RawEdits.ChangeFirst(copy.Witnesses, Bootstraps, witness =>
            {
                List<byte[]> parts = Raw.Items(witness);
                return Raw.Array([parts[0], parts[1], RawEdits.FlipLast(parts[2]), parts[3]]);
            })),
        Mutation.InPlace<LedgerError.MissingKeyWitness>("needed witness removed", (it, copy) =>
        {
            int needed = NeededKey(it);
            if (needed >= 0)
                RawEdits.RemoveAt(copy.Witnesses, VKeys, needed);
            return needed >= 0;
        }),
        Mutation.InPlace<LedgerError.MissingKeyWitness>("needed witness of another key", (it, copy) =>
        {
            int needed = NeededKey(it);
            if (needed < 0)
                return false;
            List<byte[]> witnesses = Raw.Items(copy.Witnesses[VKeys]);
            witnesses[needed] = SignedByOther(it.Transaction.Id);
            copy.Witnesses[VKeys] = Raw.Array(witnesses);
            return true;
        }),
        Mutation.InPlace<LedgerError.MissingKeyWitness>("required signer added", (it, copy) =>
        {
            RawEdits.Append(copy.Body, RequiredSigners, Raw.Bytes(new byte[28]));
            return it.CanPayFor(copy);
        }),
        Mutation.InPlace<LedgerError.ConflictingAuxiliaryDataHash>("hash of auxiliary data changed", (_, copy) =>
            RawEdits.Flip(copy.Body, AuxiliaryDataHash)),
        Mutation.InPlace<LedgerError.MissingAuxiliaryDataHash>("hash of auxiliary data removed", (_, copy) =>
            RawEdits.Drop(copy.Body, AuxiliaryDataHash)),
        Mutation.InPlace<LedgerError.MissingAuxiliaryData>("auxiliary data removed", (it, copy) =>
        {
            copy.Auxiliary = [0xf6];
            return it.Transaction.Auxiliary is not null;
        }),
        Mutation.InPlace<LedgerError.OversizedMetadata>("metadata of 65 bytes", (it, copy) =>
        {
            copy.SetAuxiliary(Raw.Map([(Raw.UInt(0), Raw.Bytes(new byte[65]))]));
            return it.CanPayFor(copy);
        }),
    ];

    // A key that an input asks for, by its place among the witnesses.
    private static int NeededKey(Specimen it)
    {
        foreach (TransactionInput input in it.Body.Inputs)
        {
            if (it.Spent(input)?.Address.Payment is not { IsScript: false } payment)
                continue;
            for (int i = 0; i < it.Witnesses.VKeys.Length; i++)
            {
                if (it.Witnesses.VKeys[i].KeyHash == payment.Hash)
                    return i;
            }
        }
        return -1;
    }

    private static byte[] SignedByOther(Hash32 id)
    {
        byte[] seed = new byte[Ed25519.SeedSizeBytes];
        byte[] key = new byte[Ed25519.PublicKeySizeBytes];
        byte[] signature = new byte[Ed25519.SignatureSizeBytes];
        Ed25519.PublicKeyOf(seed, key);
        Ed25519.Sign(seed, id.ToArray(), signature);
        return Raw.Array([Raw.Bytes(key), Raw.Bytes(signature)]);
    }
}
