using System.Buffers;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Puts the bytes of addresses together.</summary>
internal static class AddressWriter
{
    private const int PaymentScriptBit = 0x10;
    private const int StakeScriptBit = 0x20;
    private const int PointerType = 0x40;
    private const int EnterpriseType = 0x60;

    public static byte[] Write(in Address address)
    {
        switch (address)
        {
            case { Kind: AddressKind.Reward, Stake: Credential account }:
                return new RewardAccount(address.Network, account).ToArray();
            case { Kind: AddressKind.Base, Stake: Credential stake }:
                return [Header(address, stake.IsScript ? StakeScriptBit : 0), .. address.Payment.Hash.ToArray(), .. stake.Hash.ToArray()];
            case { Kind: AddressKind.StakePointer, StakePointer: ChainPointer pointer }:
                return [Header(address, PointerType), .. address.Payment.Hash.ToArray(), .. Numbers(pointer)];
            case { Kind: AddressKind.Enterprise }:
                return [Header(address, EnterpriseType), .. address.Payment.Hash.ToArray()];
            default:
                throw new InvalidOperationException($"a {address.Kind} address is not made of its parts");
        }
    }

    private static byte Header(in Address address, int type) =>
        (byte)(type | (address.Payment.IsScript ? PaymentScriptBit : 0) | (int)address.Network);

    private static byte[] Numbers(ChainPointer pointer)
    {
        ArrayBufferWriter<byte> output = new();
        foreach (ulong number in (ReadOnlySpan<ulong>)[pointer.Slot, pointer.TransactionIndex, pointer.CertificateIndex])
        {
            int groups = 1;
            while (groups < 10 && number >> (7 * groups) != 0)
                groups++;
            Span<byte> bytes = output.GetSpan(groups);
            for (int i = 0; i < groups; i++)
                bytes[i] = (byte)(((number >> (7 * (groups - 1 - i))) & 0x7f) | (i < groups - 1 ? 0x80UL : 0));
            output.Advance(groups);
        }
        return output.WrittenSpan.ToArray();
    }
}
