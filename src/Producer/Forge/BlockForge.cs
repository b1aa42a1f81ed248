using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Credentials.Hot;
using PoolTopology.Crypto.Blake2;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Journal;
using PoolTopology.Producer.Schedule;

namespace PoolTopology.Producer.Forge;

/// <summary>Makes blocks: first everything but the signature, then, with the journal's permit, the signature.</summary>
internal static class BlockForge
{
    /// <summary>Assembles an empty Conway block for an own slot.</summary>
    /// <param name="keys">The pool's credentials, valid in the slot's KES period.</param>
    /// <param name="parent">The chain that the block extends; its tip is before the slot.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="nonce">The nonce that made the slot ours.</param>
    /// <param name="config">The network.</param>
    public static UnsignedBlock Assemble(
        HotCredentials keys, ChainState parent, Slot slot, Nonce nonce, ConsensusConfig config)
    {
        Tip tip = parent.Tip;
        VrfCertificate vrf = SlotLeadership.Prove(keys, slot, nonce);
        HeaderFields fields = new()
        {
            Shape = HeaderShape.Praos,
            BlockNo = tip.IsGenesis ? default : new BlockNo(checked(tip.BlockNo.Value + 1)),
            Slot = slot,
            PrevHash = tip.IsGenesis ? null : tip.Point.Hash,
            IssuerVerificationKey = keys.Certificate.ColdVerificationKey,
            VrfVerificationKey = keys.Vrf.VerificationKey.Bytes.ToArray(),
            // Praos has one certificate; its layout leaves this one out.
            NonceVrf = default,
            LeaderVrf = vrf,
            BodySizeBytes = ConwayBlockEncoder.EmptyBodySizeBytes,
            BodyHash = ConwayBlockEncoder.EmptyBodyHash,
            OperationalCertificate = new OperationalCertificate(
                keys.Certificate.KesVerificationKey,
                keys.Certificate.IssueNumber,
                keys.Certificate.StartKesPeriod,
                keys.Certificate.Signature),
            ProtocolVersion = parent.LedgerView.ProtocolVersion,
        };
        byte[] headerBody = ConwayBlockEncoder.EncodeHeaderBody(fields);
        return new UnsignedBlock(headerBody, config.KesPeriodOf(slot), new ForgeRecord(
            slot,
            keys.Certificate.IssueNumber,
            fields.BlockNo,
            fields.PrevHash,
            new Hash32(Blake2b.Hash256(headerBody))));
    }

    /// <summary>Signs the block that the permit is for.</summary>
    /// <remarks>Post: the permit is used up.</remarks>
    public static Block Sign(UnsignedBlock unsigned, SigningPermit permit, HotCredentials keys)
    {
        permit.Use(unsigned.Record.Slot, new Hash32(Blake2b.Hash256(unsigned.HeaderBody)));
        byte[] signature = new byte[BlockHeader.KesSignatureSizeBytes];
        keys.Sign(unsigned.KesPeriod, unsigned.HeaderBody, signature);
        byte[] header = ConwayBlockEncoder.EncodeHeader(unsigned.HeaderBody, signature);
        return Block.Decode(ConwayBlockEncoder.EncodeStoredBlock(header, ConwayBlockEncoder.EmptyBody));
    }
}
