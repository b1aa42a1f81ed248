using PoolTopology.Conformance.Ledger;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Conformance.Headers;

/// <summary>
/// chain-preview from genesis with nothing given: stake, parameters and eras come from the ledger. Run once for all
/// tests.
/// </summary>
internal sealed class PreviewRun
{
    private const int BatchSize = 500;

    private static readonly Lazy<PreviewRun> Once = new(() => new PreviewRun());

    private readonly SortedDictionary<string, Sample> _samples = new(StringComparer.Ordinal);
    private readonly List<BlockObligations> _owed = [];

    private PreviewRun()
    {
        BlockRules rules = new(Config);
        ChainState state = ChainState.Genesis(Config);
        foreach (Block block in PreviewChain.Blocks())
        {
            TakeSample(rules, state, block.Header);
            (ChainState? next, BlockObligations? owed, BlockError? error) = rules.ApplyUnproven(state, block);
            if (next is null)
            {
                Failure = $"{block.Point}: {error}";
                return;
            }
            state = next;
            Blocks++;
            TransactionsWithScripts += owed!.Unevaluated.Transactions;
            _owed.Add(owed);
            if (_owed.Count == BatchSize && !Prove())
                return;
        }
        Prove();
    }

    /// <summary>The network's configuration.</summary>
    public static ConsensusConfig Config { get; } = Networks.Config("preview");

    /// <summary>The run.</summary>
    public static PreviewRun Result => Once.Value;

    /// <summary>The block that was refused, and why; null when all were valid.</summary>
    public string? Failure { get; private set; }

    /// <summary>Valid blocks.</summary>
    public int Blocks { get; }

    /// <summary>Transactions whose scripts were not run.</summary>
    public int TransactionsWithScripts { get; }

    /// <summary>
    /// Headers of a genesis delegate, and of a pool in either protocol: the first of an epoch, a later one, and one
    /// whose certificate is not its pool's first.
    /// </summary>
    public IReadOnlyCollection<Sample> Samples => _samples.Values;

    private bool Prove()
    {
        if (BlockObligations.CheckMany(_owed.ToArray()) is (int index, BlockError error))
            Failure = $"{_owed[index].Header.Header.Point}: {error}";
        _owed.Clear();
        return Failure is null;
    }

    private void TakeSample(BlockRules rules, ChainState state, BlockHeader header)
    {
        // A height to subtract from, a slot after another.
        if (Blocks < 100)
            return;
        PraosState ticked = rules.Tick(state.HeaderState, header.Slot);
        LedgerView view = state.HeaderState.ViewAt(header.Slot)!;
        bool isDelegates = header.Era == Era.Alonzo && view.Decentralisation == Rational.One;
        string kind = isDelegates ? "delegate" : header.Era == Era.Alonzo ? "tpraos" : "praos";
        string name = !ReferenceEquals(ticked, state.PraosState) ? $"{kind}-first"
            : header.OperationalCertificate.Counter > 0 ? $"{kind}-renewed"
            : $"{kind}-later";
        _samples.TryAdd(name, new Sample(name, header, state.Tip, view, ticked));
    }
}
