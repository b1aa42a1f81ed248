using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads votes and proposals.</summary>
/// <remarks>Spec: ledger CDDL <c>voting_procedures</c> and <c>proposal_procedures</c> of Conway.</remarks>
internal static class GovernanceDecoder
{
    public static ImmutableArray<VotingProcedure> ReadVotes(ref TransactionReader reader)
    {
        int start = reader.Position;
        Collected<VotingProcedure> votes = default;
        int? voters = reader.Cbor.ReadMapStart();
        int read = 0;
        Collected<Voter> seen = default;
        for (; reader.Cbor.HasNext(voters, read); read++)
        {
            Voter voter = ReadVoter(ref reader);
            seen.Add(voter);
            ReadVotesOf(ref reader, voter, ref votes);
        }
        reader.RequireAny(read, start, "voters");
        Sets.Normalise(ref seen, isStrict: true, start, "voters");
        Sets.NormaliseMap(ref votes, static vote => (vote.Voter, vote.ActionId), isStrict: true, start, "votes");
        return votes.ToImmutable();
    }

    public static ImmutableArray<ProposalProcedure> ReadProposals(ref TransactionReader reader)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        int? count = reader.Cbor.ReadArrayStart();
        ImmutableArray<ProposalProcedure>.Builder proposals = ImmutableArray.CreateBuilder<ProposalProcedure>();
        while (reader.Cbor.HasNext(count, proposals.Count))
        {
            bool isIndefinite = reader.Cbor.StartRecord(4);
            proposals.Add(new ProposalProcedure(
                reader.ReadCoin(),
                reader.ReadRewardAccount(),
                GovernanceActionDecoder.Read(ref reader),
                ReadAnchor(ref reader)));
            reader.Cbor.EndRecord(isIndefinite);
        }
        reader.RequireAny(proposals.Count, start, "proposals");
        Sets.RequireDistinct(proposals, start, "proposals");
        return proposals.DrainToImmutable();
    }

    public static Anchor ReadAnchor(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        Anchor anchor = new(reader.ReadAddressText(), reader.ReadHash32());
        reader.Cbor.EndRecord(isIndefinite);
        return anchor;
    }

    public static Anchor? ReadOptionalAnchor(ref TransactionReader reader) =>
        reader.Cbor.TryReadNull() ? null : ReadAnchor(ref reader);

    public static GovernanceActionId ReadActionId(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        GovernanceActionId id = new(reader.ReadHash32(), reader.Cbor.ReadUInt16());
        reader.Cbor.EndRecord(isIndefinite);
        return id;
    }

    private static void ReadVotesOf(ref TransactionReader reader, Voter voter, ref Collected<VotingProcedure> votes)
    {
        int start = reader.Position;
        int? count = reader.Cbor.ReadMapStart();
        int read = 0;
        for (; reader.Cbor.HasNext(count, read); read++)
        {
            GovernanceActionId actionId = ReadActionId(ref reader);
            bool isIndefinite = reader.Cbor.StartRecord(2);
            int at = reader.Position;
            ulong vote = reader.Cbor.ReadUInt64();
            if (vote > (ulong)Vote.Abstain)
                throw new CborException(at, "0 for no, 1 for yes or 2 for abstain", $"{vote}");
            votes.Add(new VotingProcedure(voter, actionId, (Vote)vote, ReadOptionalAnchor(ref reader)));
            reader.Cbor.EndRecord(isIndefinite);
        }
        reader.RequireAny(read, start, "votes of a voter");
    }

    private static Voter ReadVoter(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        if (kind > 4)
            throw new CborException(at, "a kind of voter, 0 to 4", $"{kind}");
        Hash28 hash = reader.ReadHash28();
        reader.Cbor.EndRecord(isIndefinite);
        VoterRole role = kind switch { 0 or 1 => VoterRole.Committee, 2 or 3 => VoterRole.DRep, _ => VoterRole.StakePool };
        return new Voter(role, new Credential(hash, kind is 1 or 3));
    }
}
