using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Conformance.Transactions.Mutations;

/// <summary>Certificates, withdrawals, proposals.</summary>
internal static class CertificateMutations
{
    private const ulong Certificates = 4;
    private const ulong Withdrawals = 5;
    private const ulong Update = 6;

    public static IEnumerable<Mutation> All { get; } =
    [
        Mutation.InPlace<LedgerError.ValueNotConserved>("registration removed", (it, copy) =>
            Remove<Certificate.RegisterStake>(it, copy)
            && it.Body.Certificates.All(certificate => certificate is Certificate.RegisterStake)),
        Change<Certificate.RegisterStake, LedgerError.StakeAlreadyRegistered>("registration twice", copy =>
            RawEdits.Append(copy.Body, Certificates, [.. Raw.Items(copy.Body[Certificates])])),
        ChangeFirst<Certificate.DeregisterStake, LedgerError.StakeNotRegistered>(
            "end of a registration that is not there", FlipCredential),
        ChangeFirst<Certificate.DelegateStake, LedgerError.DelegationToUnknownPool>(
            "delegation to a pool that is not there", certificate =>
            {
                List<byte[]> parts = Raw.Items(certificate);
                return Raw.Array([parts[0], parts[1], RawEdits.FlipLast(parts[2])]);
            }),
        ChangeFirst<Certificate.DelegateStake, LedgerError.StakeNotRegistered>(
            "delegation of stake that is not registered", FlipCredential),
        ChangeFirst<Certificate.RegisterPool, LedgerError.PoolCostTooLow>("pool at no cost", certificate =>
        {
            List<byte[]> parts = Raw.Items(certificate);
            parts[4] = Raw.UInt(0);
            return Raw.Array(parts);
        }),
        ChangeFirst<Certificate.RegisterPool, LedgerError.PoolRewardAccountOnOtherNetwork>(
            "pool's account on another network", certificate =>
            {
                List<byte[]> parts = Raw.Items(certificate);
                byte[] account = new CborReader(parts[6]).ReadBytes().ToArray();
                account[0] ^= 1;
                parts[6] = Raw.Bytes(account);
                return Raw.Array(parts);
            }),
        ChangeFirst<Certificate.RegisterPool, LedgerError.MissingKeyWitness>("pool of another owner", certificate =>
        {
            List<byte[]> parts = Raw.Items(certificate);
            parts[7] = Raw.Array([RawEdits.FlipLast(Raw.Items(parts[7])[0])]);
            return Raw.Array(parts);
        }),
        ChangeFirst<Certificate.RetirePool, LedgerError.RetirementOfUnknownPool>(
            "retirement of a pool that is not there", certificate =>
            {
                List<byte[]> parts = Raw.Items(certificate);
                return Raw.Array([parts[0], RawEdits.FlipLast(parts[1]), parts[2]]);
            }),
        ChangeFirst<Certificate.RetirePool, LedgerError.RetirementInWrongEpoch>(
            "retirement too far ahead", certificate =>
            {
                List<byte[]> parts = Raw.Items(certificate);
                return Raw.Array([parts[0], parts[1], Raw.UInt(1_000_000)]);
            }),
        Mutation.InPlace<LedgerError.WithdrawalNotOfBalance>("withdrawal of one more", (it, copy) =>
            ChangeWithdrawal(copy, entry => (entry.Key, Raw.UInt(new CborReader(entry.Value).ReadUInt64() + 1)))),
        Mutation.InPlace<LedgerError.WithdrawalFromUnknownAccount>("withdrawal from an account that is not there",
            (it, copy) => ChangeWithdrawal(copy, entry => (RawEdits.FlipLast(entry.Key), entry.Value))),
        ChangeUpdate<LedgerError.UpdateForWrongEpoch>("proposal for another epoch", parts =>
            parts[1] = Raw.UInt(new CborReader(parts[1]).ReadUInt64() + 2)),
        ChangeUpdate<LedgerError.UpdateNotByGenesisKey>("proposal of a key that is no genesis key", parts =>
        {
            List<(byte[] Key, byte[] Value)> proposals = Raw.Entries(parts[0]);
            proposals[0] = (RawEdits.FlipLast(proposals[0].Key), proposals[0].Value);
            parts[0] = Raw.Map(proposals);
        }),
        Mutation.InPlace<LedgerError.MissingKeyWitness>("witness of a proposal removed", (it, copy) =>
            it.Body.Update is not null && RemoveDelegate(it, copy)),
    ];

    private static bool RemoveDelegate(Specimen it, RawTransaction copy)
    {
        for (int i = 0; i < it.Witnesses.VKeys.Length; i++)
        {
            if (it.Ledger.Certificates.GenesisDelegates.Values.Any(
                delegation => delegation.DelegateKeyHash == it.Witnesses.VKeys[i].KeyHash))
            {
                RawEdits.RemoveAt(copy.Witnesses, 0, i);
                return true;
            }
        }
        return false;
    }

    private static Mutation Change<TCertificate, TError>(string name, Action<RawTransaction> change)
        where TCertificate : Certificate => Mutation.InPlace<TError>(name, (it, copy) =>
        {
            if (!it.Body.Certificates.Any(certificate => certificate is TCertificate))
                return false;
            change(copy);
            return true;
        });

    // Changes the first certificate of the kind.
    private static Mutation ChangeFirst<TCertificate, TError>(string name, Func<byte[], byte[]> change)
        where TCertificate : Certificate => Mutation.InPlace<TError>(name, (it, copy) =>
        {
            int at = it.Body.Certificates.ToList().FindIndex(certificate => certificate is TCertificate);
            if (at < 0)
                return false;
            List<byte[]> certificates = Raw.Items(copy.Body[Certificates]);
            certificates[at] = change(certificates[at]);
            copy.Body[Certificates] = Raw.Array(certificates);
            return true;
        });

    private static Mutation ChangeUpdate<TError>(string name, Action<List<byte[]>> change) =>
        Mutation.InPlace<TError>(name, (it, copy) =>
        {
            if (it.Body.Update is null)
                return false;
            List<byte[]> parts = Raw.Items(copy.Body[Update]);
            change(parts);
            copy.Body[Update] = Raw.Array(parts);
            return true;
        });

    private static bool Remove<TCertificate>(Specimen it, RawTransaction copy)
    {
        int at = it.Body.Certificates.ToList().FindIndex(certificate => certificate is TCertificate);
        if (at >= 0)
            RawEdits.RemoveAt(copy.Body, Certificates, at);
        return at >= 0;
    }

    private static bool ChangeWithdrawal(
        RawTransaction copy, Func<(byte[] Key, byte[] Value), (byte[] Key, byte[] Value)> change)
    {
        if (copy.Body[Withdrawals] is not { } map)
            return false;
        List<(byte[] Key, byte[] Value)> entries = Raw.Entries(map);
        entries[0] = change(entries[0]);
        copy.Body[Withdrawals] = Raw.Map(entries);
        return true;
    }

    private static byte[] FlipCredential(byte[] certificate)
    {
        List<byte[]> parts = Raw.Items(certificate);
        List<byte[]> credential = Raw.Items(parts[1]);
        parts[1] = Raw.Array([credential[0], RawEdits.FlipLast(credential[1])]);
        return Raw.Array(parts);
    }
}
