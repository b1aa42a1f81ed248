using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads transaction bodies of every era.</summary>
/// <remarks>
/// Spec: ledger CDDL <c>transaction_body</c> of each era; cardano-ledger's <c>TxBody</c> decoders: a map of definite or
/// indefinite length, keys in any order, each once, none that the era does not know; from Conway on fields that hold
/// containers (and the donation) may be absent but not empty.
/// </remarks>
internal static class BodyDecoder
{
    // The keys that must be there: inputs, outputs, fee; in Shelley the time to live too.
    private const ulong Required = 0b0111;
    private const ulong RequiredInShelley = 0b1111;

    private const ulong ShelleyKeys = 0xff;
    private const ulong AllegraKeys = ShelleyKeys | (1UL << 8);
    private const ulong MaryKeys = AllegraKeys | (1UL << 9);
    private const ulong AlonzoKeys = MaryKeys | (1UL << 11) | (1UL << 13) | (1UL << 14) | (1UL << 15);
    private const ulong BabbageKeys = AlonzoKeys | (1UL << 16) | (1UL << 17) | (1UL << 18);
    private const ulong ConwayKeys = (BabbageKeys & ~(1UL << 6)) | (0b1111UL << 19);

    public static TransactionBody Read(ref TransactionReader reader)
    {
        BodyParts parts = new() { Start = reader.Position };
        ulong known = KeysOf(reader.Era);
        int? count = reader.Cbor.ReadMapStart();
        ulong seen = 0;
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
        {
            int at = reader.Position;
            int key = reader.ReadFieldKey(ref seen);
            if ((known & (1UL << key)) == 0)
                throw reader.UnknownField(at, key);
            if (key < 10)
                ReadField(ref reader, key, ref parts);
            else
                ReadLaterField(ref reader, key, ref parts);
        }
        ulong required = reader.Era == Era.Shelley ? RequiredInShelley : Required;
        if ((seen & required) != required)
            throw new CborException(parts.Start, "inputs, outputs and fee", "a body without one of them");
        return parts.ToBody(reader.Since(parts.Start));
    }

    private static ulong KeysOf(Era era) => era switch
    {
        >= Era.Conway => ConwayKeys,
        Era.Babbage => BabbageKeys,
        Era.Alonzo => AlonzoKeys,
        Era.Mary => MaryKeys,
        Era.Allegra => AllegraKeys,
        _ => ShelleyKeys,
    };

    private static void ReadField(ref TransactionReader reader, int key, ref BodyParts parts)
    {
        int at = reader.Position;
        switch (key)
        {
            case 0:
                parts.Inputs = BodySets.ReadInputs(ref reader, "inputs");
                break;
            case 1:
                parts.Outputs = ReadOutputs(ref reader);
                break;
            case 2:
                parts.Fee = reader.ReadCoin();
                break;
            case 3:
                parts.ValidTo = reader.ReadSlot();
                break;
            case 4:
                parts.Certificates = CertificateDecoder.ReadAll(ref reader);
                break;
            case 5:
                parts.Withdrawals = BodySets.ReadWithdrawals(ref reader);
                reader.RequireAny(parts.Withdrawals.Length, at, "withdrawals");
                break;
            case 6:
                parts.Update = UpdateDecoder.ReadProposal(ref reader);
                break;
            case 7:
                parts.AuxiliaryDataHash = reader.ReadHash32();
                break;
            case 8:
                parts.ValidFrom = reader.ReadSlot();
                break;
            default:
                parts.Mint = AssetDecoder.ReadMint(ref reader.Cbor, reader.IsStrict);
                reader.RequireAny(parts.Mint.Count, at, "minted assets");
                break;
        }
    }

    private static void ReadLaterField(ref TransactionReader reader, int key, ref BodyParts parts)
    {
        int at = reader.Position;
        switch (key)
        {
            case 11:
                parts.ScriptDataHash = reader.ReadHash32();
                break;
            case 13:
                parts.CollateralInputs = BodySets.ReadInputs(ref reader, "collateral inputs");
                reader.RequireAny(parts.CollateralInputs.Length, at, "collateral inputs");
                break;
            case 14:
                parts.RequiredSigners = BodySets.ReadKeyHashes(ref reader, "required signers");
                reader.RequireAny(parts.RequiredSigners.Length, at, "required signers");
                break;
            case 15:
                parts.Network = ReadNetwork(ref reader);
                break;
            case 16:
                parts.CollateralReturn = OutputDecoder.Read(ref reader);
                break;
            case 17:
                parts.TotalCollateral = reader.ReadCoin();
                break;
            case 18:
                parts.ReferenceInputs = BodySets.ReadInputs(ref reader, "reference inputs");
                reader.RequireAny(parts.ReferenceInputs.Length, at, "reference inputs");
                break;
            case 19:
                parts.VotingProcedures = GovernanceDecoder.ReadVotes(ref reader);
                break;
            case 20:
                parts.ProposalProcedures = GovernanceDecoder.ReadProposals(ref reader);
                break;
            case 21:
                parts.CurrentTreasury = reader.ReadCoin();
                break;
            default:
                parts.TreasuryDonation = reader.ReadCoin();
                if (parts.TreasuryDonation.Value.Value == 0)
                    throw new CborException(at, "a donation", "zero");
                break;
        }
    }

    private static ImmutableArray<TransactionOutput> ReadOutputs(ref TransactionReader reader)
    {
        int? count = reader.Cbor.ReadArrayStart();
        ImmutableArray<TransactionOutput>.Builder outputs =
            ImmutableArray.CreateBuilder<TransactionOutput>(Math.Min(count ?? 2, 16));
        while (reader.Cbor.HasNext(count, outputs.Count))
            outputs.Add(OutputDecoder.Read(ref reader));
        return outputs.DrainToImmutable();
    }

    private static NetworkId ReadNetwork(ref TransactionReader reader)
    {
        int at = reader.Position;
        ulong network = reader.Cbor.ReadUInt64();
        return network <= 1
            ? (NetworkId)network
            : throw new CborException(at, "network 0 or 1", $"{network}");
    }
}
