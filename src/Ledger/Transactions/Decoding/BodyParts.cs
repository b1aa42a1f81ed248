using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>What a decoder has found of a body so far.</summary>
internal ref struct BodyParts()
{
    public int Start;
    public ImmutableArray<TransactionInput> Inputs = [];
    public ImmutableArray<TransactionOutput> Outputs = [];
    public Coin Fee;
    public Slot? ValidFrom;
    public Slot? ValidTo;
    public ImmutableArray<Certificate> Certificates = [];
    public ImmutableArray<Withdrawal> Withdrawals = [];
    public UpdateProposal? Update;
    public Hash32? AuxiliaryDataHash;
    public AssetBundle Mint = AssetBundle.Empty;
    public Hash32? ScriptDataHash;
    public ImmutableArray<TransactionInput> CollateralInputs = [];
    public ImmutableArray<Hash28> RequiredSigners = [];
    public NetworkId? Network;
    public TransactionOutput? CollateralReturn;
    public Coin? TotalCollateral;
    public ImmutableArray<TransactionInput> ReferenceInputs = [];
    public ImmutableArray<VotingProcedure> VotingProcedures = [];
    public ImmutableArray<ProposalProcedure> ProposalProcedures = [];
    public Coin? CurrentTreasury;
    public Coin? TreasuryDonation;

    public readonly TransactionBody ToBody(ReadOnlyMemory<byte> bytes) => new()
    {
        Bytes = bytes,
        Inputs = Inputs,
        Outputs = Outputs,
        Fee = Fee,
        ValidFrom = ValidFrom,
        ValidTo = ValidTo,
        Certificates = Certificates,
        Withdrawals = Withdrawals,
        Update = Update,
        AuxiliaryDataHash = AuxiliaryDataHash,
        Mint = Mint,
        ScriptDataHash = ScriptDataHash,
        CollateralInputs = CollateralInputs,
        RequiredSigners = RequiredSigners,
        Network = Network,
        CollateralReturn = CollateralReturn,
        TotalCollateral = TotalCollateral,
        ReferenceInputs = ReferenceInputs,
        VotingProcedures = VotingProcedures,
        ProposalProcedures = ProposalProcedures,
        CurrentTreasury = CurrentTreasury,
        TreasuryDonation = TreasuryDonation,
    };
}
