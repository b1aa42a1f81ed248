using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads what genesis delegates propose, and the parameter updates in it and in governance actions.</summary>
/// <remarks>Spec: ledger CDDL <c>update</c> and <c>protocol_param_update</c> of each era.</remarks>
internal static class UpdateDecoder
{
    // Which keys each era knows, as bits.
    private const ulong ShelleyKeys = 0x1_ffff;
    private const ulong AlonzoKeys = (ShelleyKeys & ~Bit15) | 0x1fe_0000;
    private const ulong BabbageKeys = AlonzoKeys & ~(Bit12 | Bit13);
    private const ulong ConwayKeys = (BabbageKeys & ~Bit14) | 0x3_fe00_0000;
    private const ulong Bit12 = 1UL << 12;
    private const ulong Bit13 = 1UL << 13;
    private const ulong Bit14 = 1UL << 14;
    private const ulong Bit15 = 1UL << 15;

    public static UpdateProposal ReadProposal(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate>.Builder proposals =
            ImmutableSortedDictionary.CreateBuilder<Hash28, ProtocolParameterUpdate>();
        int? count = reader.Cbor.ReadMapStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
        {
            Hash28 genesisKey = reader.ReadHash28();
            proposals[genesisKey] = Read(ref reader);
        }
        EpochNo epoch = reader.ReadEpoch();
        reader.Cbor.EndRecord(isIndefinite);
        return new UpdateProposal(proposals.ToImmutable(), epoch);
    }

    public static ProtocolParameterUpdate Read(ref TransactionReader reader)
    {
        int start = reader.Position;
        ulong known = KeysOf(reader.Era);
        ProtocolParameterUpdate update = new();
        int? count = reader.Cbor.ReadMapStart();
        ulong seen = 0;
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
        {
            int at = reader.Position;
            int key = reader.ReadFieldKey(ref seen);
            if ((known & (1UL << key)) == 0)
                throw reader.UnknownField(at, key);
            update = ParameterFields.Read(ref reader, key, update);
        }
        // A copy: proposals stay in the ledger's state for an epoch, and must not keep the bytes of their blocks.
        return update with { Bytes = reader.Since(start).ToArray() };
    }

    private static ulong KeysOf(Era era) => era switch
    {
        >= Era.Conway => ConwayKeys,
        Era.Babbage => BabbageKeys,
        Era.Alonzo => AlonzoKeys,
        _ => ShelleyKeys,
    };
}
