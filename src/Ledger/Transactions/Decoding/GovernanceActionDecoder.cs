using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads governance actions.</summary>
internal static class GovernanceActionDecoder
{
    // How many items each kind has with its number.
    private static ReadOnlySpan<byte> Items => [4, 3, 3, 2, 5, 3, 1];

    public static GovernanceAction Read(ref TransactionReader reader)
    {
        int? count = reader.Cbor.ReadArrayStart();
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        if (kind >= (ulong)Items.Length || (count ?? Items[(int)kind]) != Items[(int)kind])
            throw new CborException(at, "a governance action", $"kind {kind} in an array of {count}");
        GovernanceAction action = kind switch
        {
            0 => new GovernanceAction.ChangeParameters(
                ReadPrevious(ref reader), UpdateDecoder.Read(ref reader), ReadOptionalHash(ref reader)),
            1 => new GovernanceAction.InitiateHardFork(ReadPrevious(ref reader), reader.ReadProtocolVersion()),
            2 => new GovernanceAction.WithdrawTreasury(
                BodySets.ReadWithdrawals(ref reader), ReadOptionalHash(ref reader)),
            3 => new GovernanceAction.DeclareNoConfidence(ReadPrevious(ref reader)),
            4 => new GovernanceAction.UpdateCommittee(
                ReadPrevious(ref reader),
                ReadCredentials(ref reader),
                ReadMembers(ref reader),
                reader.ReadUnitInterval()),
            5 => new GovernanceAction.ReplaceConstitution(ReadPrevious(ref reader), ReadConstitution(ref reader)),
            _ => new GovernanceAction.Inform(),
        };
        reader.Cbor.EndRecord(count is null);
        return action;
    }

    private static GovernanceActionId? ReadPrevious(ref TransactionReader reader) =>
        reader.Cbor.TryReadNull() ? null : GovernanceDecoder.ReadActionId(ref reader);

    private static Hash28? ReadOptionalHash(ref TransactionReader reader) =>
        reader.Cbor.TryReadNull() ? null : reader.ReadHash28();

    private static Constitution ReadConstitution(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        Constitution constitution = new(GovernanceDecoder.ReadAnchor(ref reader), ReadOptionalHash(ref reader));
        reader.Cbor.EndRecord(isIndefinite);
        return constitution;
    }

    private static ImmutableArray<Credential> ReadCredentials(ref TransactionReader reader)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        Collected<Credential> credentials = default;
        int? count = reader.Cbor.ReadArrayStart();
        while (reader.Cbor.HasNext(count, credentials.Count))
            credentials.Add(reader.ReadCredential());
        Sets.Normalise(ref credentials, isStrict: true, start, "credentials");
        return credentials.ToImmutable();
    }

    private static ImmutableArray<CommitteeMember> ReadMembers(ref TransactionReader reader)
    {
        int start = reader.Position;
        Collected<CommitteeMember> members = default;
        int? count = reader.Cbor.ReadMapStart();
        while (reader.Cbor.HasNext(count, members.Count))
            members.Add(new CommitteeMember(reader.ReadCredential(), reader.ReadEpoch()));
        Sets.NormaliseMap(ref members, static member => member.Cold, isStrict: true, start, "members");
        return members.ToImmutable();
    }
}
