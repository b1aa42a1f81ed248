using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Conformance.Transactions.Mutations;

/// <summary>Inputs, outputs, fee, mint, time, network, size.</summary>
internal static class MoneyMutations
{
    private const ulong Inputs = 0;
    private const ulong Outputs = 1;
    private const ulong Fee = 2;
    private const ulong ValidTo = 3;
    private const ulong ValidFrom = 8;
    private const ulong Mint = 9;
    private const ulong Network = 15;
    private const ulong References = 18;

    public static IEnumerable<Mutation> All { get; } =
    [
        Mutation.InPlace<LedgerError.ValueNotConserved>("fee one more", (_, copy) => AddToFee(copy, 1)),
        Mutation.InPlace<LedgerError.FeeTooSmall>("fee of nothing, paid out instead", (it, copy) =>
        {
            copy.Body[Fee] = Raw.UInt(0);
            return RawEdits.ChangeFirst(
                copy.Body, Outputs, output => RawOutput.WithCoin(output, coin => coin + it.Body.Fee.Value));
        }),
        Mutation.InPlace<LedgerError.ValueNotConserved>("output one lovelace more", (_, copy) =>
            RawEdits.ChangeFirst(copy.Body, Outputs, output => RawOutput.WithCoin(output, coin => coin + 1))),
        Mutation.InPlace<LedgerError.ValueNotConserved>("output removed", (it, copy) =>
        {
            RawEdits.RemoveAt(copy.Body, Outputs, 0);
            return it.Body.Outputs.Length > 1;
        }),
        Mutation.InPlace<LedgerError.OutputTooSmall>("output of one lovelace", (_, copy) =>
            RawEdits.ChangeFirst(copy.Body, Outputs, output => RawOutput.WithCoin(output, _ => 1))),
        Mutation.InPlace<LedgerError.OutputTooBig>("output of too many assets", (it, copy) =>
            RawEdits.ChangeFirst(copy.Body, Outputs, output => RawOutput.WithAssets(
                RawOutput.WithCoin(output, coin => coin + 1_000_000_000),
                ManyAssets((int)it.Ledger.Parameters.MaxValueSizeBytes)))),
        Mutation.InPlace<LedgerError.ValueNotConserved>("assets of an output changed", (it, copy) =>
            it.Body.Outputs[0].HasAssets && RawEdits.ChangeFirst(
                copy.Body, Outputs, output => RawOutput.WithAssets(output, Assets(it.Body.Outputs[0], 1)))),
        Mutation.InPlace<LedgerError.ValueNotConserved>("mint removed", (_, copy) =>
            RawEdits.Drop(copy.Body, Mint)),
        Mutation.InPlace<LedgerError.ValueNotConserved>("mint of one more", (it, copy) =>
        {
            if (it.Body.Mint.IsEmpty)
                return false;
            copy.Body[Mint] = Bundle(it.Body.Mint, 1);
            return true;
        }),
        Mutation.InPlace<LedgerError.WrongNetwork>("output to another network", (it, copy) =>
            it.Body.Outputs[0].Address.Kind != AddressKind.Byron
            && RawEdits.ChangeFirst(copy.Body, Outputs, output => RawOutput.WithAddress(output, OtherNetwork))),
        Mutation.InPlace<LedgerError.OutputBootstrapAttributesTooBig>("output to a Byron address too large",
            (_, copy) => RawEdits.ChangeFirst(
                copy.Body, Outputs, output => RawOutput.WithAddress(output, _ => RawAddress.Byron(65)))),
        Mutation.InPlace<LedgerError.WrongNetworkInBody>("body for mainnet", (_, copy) =>
        {
            copy.Body[Network] = Raw.UInt(1);
            return true;
        }),
        Mutation.InPlace<LedgerError.InputSetEmpty>("no inputs", (_, copy) =>
        {
            copy.Body[Inputs] = Raw.Array([]);
            return true;
        }),
        Mutation.InPlace<LedgerError.BadInput>("input that does not exist", (_, copy) =>
            RawEdits.ChangeFirst(copy.Body, Inputs, OtherTransaction)),
        Mutation.InPlace<LedgerError.BadInput>("reference input that does not exist", (it, copy) =>
        {
            RawEdits.Append(copy.Body, References, OtherTransaction(Raw.Items(copy.Body[Inputs])[0]));
            return it.Transaction.Era >= Era.Babbage;
        }),
        Mutation.InPlace<LedgerError.OutsideValidityInterval>("expired", (it, copy) =>
        {
            copy.Body[ValidTo] = Raw.UInt(it.Slot.Value);
            return true;
        }),
        Mutation.InPlace<LedgerError.OutsideValidityInterval>("not yet valid", (it, copy) =>
        {
            copy.Body[ValidFrom] = Raw.UInt(it.Slot.Value + 1);
            return true;
        }),
        Mutation.InPlace<LedgerError.TransactionTooBig>("auxiliary data too large", (it, copy) =>
        {
            byte[][] padding =
                [.. Enumerable.Repeat(Raw.Bytes(new byte[64]), (int)it.Ledger.Parameters.MaxTransactionSizeBytes / 64)];
            copy.SetAuxiliary(Raw.Map([(Raw.UInt(0), Raw.Array(padding))]));
            return true;
        }),
    ];

    private static bool AddToFee(RawTransaction copy, ulong more)
    {
        copy.Body[Fee] = Raw.UInt(new CborReader(copy.Body[Fee]).ReadUInt64() + more);
        return true;
    }

    private static byte[] OtherTransaction(byte[] input)
    {
        List<byte[]> parts = Raw.Items(input);
        return Raw.Array([RawEdits.FlipLast(parts[0]), parts[1]]);
    }

    private static byte[] OtherNetwork(byte[] address)
    {
        byte[] other = [.. address];
        other[0] ^= 1;
        return other;
    }

    private static byte[] Assets(TransactionOutput output, int more) => Bundle(output.Assets, more);

    private static byte[] Bundle(AssetBundle assets, int more) => Raw.Map(
    [
        .. assets.Amounts.ToArray().GroupBy(it => it.Policy).Select(policy => (
            Raw.Hash(policy.Key),
            Raw.Map([.. policy.Select(it => (
                Raw.Bytes(it.Name.ToArray()), Quantity(it.Quantity + (it == assets.Amounts[0] ? more : 0))))]))),
    ]);

    private static byte[] Quantity(Int128 quantity) =>
        quantity < 0 ? Raw.Int((long)quantity) : Raw.UInt((ulong)quantity);

    private static byte[] ManyAssets(int sizeBytes) => Raw.Map(
    [
        (Raw.Bytes(new byte[28]), Raw.Map([.. Enumerable.Range(0, sizeBytes / 36).Select(i => (
            Raw.Bytes([.. new byte[30], (byte)(i >> 8), (byte)i]), Raw.UInt(1000)))])),
    ]);
}
