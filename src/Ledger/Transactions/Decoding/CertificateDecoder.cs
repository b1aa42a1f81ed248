using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads certificates of every era.</summary>
/// <remarks>Spec: ledger CDDL <c>certificate</c>; records of definite or indefinite length.</remarks>
internal static class CertificateDecoder
{
    // How many items each kind has with its number, from Shelley to Babbage and in Conway; 0: not a certificate there.
    private static ReadOnlySpan<byte> ItemsBeforeConway => [2, 2, 3, 10, 3, 4, 2];

    private static ReadOnlySpan<byte> ItemsInConway => [2, 2, 3, 10, 3, 0, 0, 3, 3, 3, 4, 4, 4, 5, 3, 3, 4, 3, 3];

    public static ImmutableArray<Certificate> ReadAll(ref TransactionReader reader)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        int? count = reader.Cbor.ReadArrayStart();
        ImmutableArray<Certificate>.Builder certificates =
            ImmutableArray.CreateBuilder<Certificate>(Math.Min(count ?? 1, 16));
        while (reader.Cbor.HasNext(count, certificates.Count))
            certificates.Add(Read(ref reader));
        reader.RequireAny(certificates.Count, start, "certificates");
        if (reader.IsStrict)
            Sets.RequireDistinct(certificates, start, "certificates");
        return certificates.DrainToImmutable();
    }

    public static Certificate Read(ref TransactionReader reader)
    {
        int? count = reader.Cbor.ReadArrayStart();
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        ReadOnlySpan<byte> items = reader.Era >= Era.Conway ? ItemsInConway : ItemsBeforeConway;
        if (kind >= (ulong)items.Length || items[(int)kind] == 0 || (count ?? items[(int)kind]) != items[(int)kind])
            throw new CborException(at, $"a certificate of {reader.Era}", $"kind {kind} in an array of {count}");
        Certificate certificate = kind <= 6 ? ReadShelley(ref reader, (int)kind) : ReadConway(ref reader, (int)kind);
        reader.Cbor.EndRecord(count is null);
        return certificate;
    }

    private static Certificate ReadShelley(ref TransactionReader reader, int kind) => kind switch
    {
        0 => new Certificate.RegisterStake(reader.ReadCredential()),
        1 => new Certificate.DeregisterStake(reader.ReadCredential()),
        2 => new Certificate.DelegateStake(reader.ReadCredential(), reader.ReadHash28()),
        3 => new Certificate.RegisterPool(PoolParametersDecoder.Read(ref reader)),
        4 => new Certificate.RetirePool(reader.ReadHash28(), reader.ReadEpoch()),
        5 => new Certificate.DelegateGenesis(reader.ReadHash28(), reader.ReadHash28(), reader.ReadHash32()),
        _ => ReadMove(ref reader),
    };

    private static Certificate ReadConway(ref TransactionReader reader, int kind) => kind switch
    {
        7 => new Certificate.RegisterStakeFor(reader.ReadCredential(), reader.ReadCoin()),
        8 => new Certificate.DeregisterStakeFor(reader.ReadCredential(), reader.ReadCoin()),
        9 => new Certificate.DelegateVote(reader.ReadCredential(), ReadDRep(ref reader)),
        10 => new Certificate.DelegateStakeAndVote(
            reader.ReadCredential(), reader.ReadHash28(), ReadDRep(ref reader)),
        11 => new Certificate.RegisterAndDelegateStake(
            reader.ReadCredential(), reader.ReadHash28(), reader.ReadCoin()),
        12 => new Certificate.RegisterAndDelegateVote(reader.ReadCredential(), ReadDRep(ref reader), reader.ReadCoin()),
        13 => new Certificate.RegisterAndDelegateStakeAndVote(
            reader.ReadCredential(), reader.ReadHash28(), ReadDRep(ref reader), reader.ReadCoin()),
        14 => new Certificate.AuthorizeCommitteeHot(reader.ReadCredential(), reader.ReadCredential()),
        15 => new Certificate.ResignCommitteeCold(
            reader.ReadCredential(), GovernanceDecoder.ReadOptionalAnchor(ref reader)),
        16 => new Certificate.RegisterDRep(
            reader.ReadCredential(), reader.ReadCoin(), GovernanceDecoder.ReadOptionalAnchor(ref reader)),
        17 => new Certificate.DeregisterDRep(reader.ReadCredential(), reader.ReadCoin()),
        _ => new Certificate.UpdateDRep(reader.ReadCredential(), GovernanceDecoder.ReadOptionalAnchor(ref reader)),
    };

    private static DRep ReadDRep(ref TransactionReader reader)
    {
        int? count = reader.Cbor.ReadArrayStart();
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        int items = kind < 2 ? 2 : 1;
        if (kind > 3 || (count ?? items) != items)
            throw new CborException(at, "a representative", $"kind {kind} in an array of {count}");
        DRep drep = kind switch
        {
            0 => new DRep.OfCredential(Credential.OfKey(reader.ReadHash28())),
            1 => new DRep.OfCredential(Credential.OfScript(reader.ReadHash28())),
            2 => DRep.AlwaysAbstain,
            _ => DRep.AlwaysNoConfidence,
        };
        reader.Cbor.EndRecord(count is null);
        return drep;
    }

    private static Certificate ReadMove(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        int at = reader.Position;
        ulong pot = reader.Cbor.ReadUInt64();
        if (pot > 1)
            throw new CborException(at, "0 for the reserves or 1 for the treasury", $"{pot}");
        RewardSource source = (RewardSource)pot;
        Certificate certificate = reader.Cbor.PeekType() == CborMajorType.Map
            ? new Certificate.MoveInstantaneousRewards(source, ReadRewards(ref reader))
            : new Certificate.MoveBetweenPots(source, reader.ReadCoin());
        reader.Cbor.EndRecord(isIndefinite);
        return certificate;
    }

    private static ImmutableArray<InstantaneousReward> ReadRewards(ref TransactionReader reader)
    {
        int start = reader.Position;
        Collected<InstantaneousReward> rewards = default;
        int? count = reader.Cbor.ReadMapStart();
        while (reader.Cbor.HasNext(count, rewards.Count))
            rewards.Add(new InstantaneousReward(reader.ReadCredential(), reader.Cbor.ReadInt64()));
        Sets.NormaliseMap(
            ref rewards, static reward => reward.Credential, reader.IsStrict, start, "credentials of rewards");
        return rewards.ToImmutable();
    }
}
