using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Headers;
using PoolTopology.Node.Work;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Pipeline;

/// <summary>Does the cryptography of headers and blocks: many at a time, on all workers, no header twice.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Prover(IWorkers workers) : IBlockProver
{
    // Whole lanes for whoever checks them side by side; small enough that two workers end together.
    private const int HeadersPerPiece = 32;
    private const int SignaturesPerPiece = 64;

    private readonly ProvenHeaders _proven = new();

    /// <summary>Finds the first of several headers of one chain whose proofs do not hold.</summary>
    /// <returns>Its number and the reason; null when all hold.</returns>
    public async ValueTask<(int Number, HeaderError Error)?> FindUnprovenAsync(IReadOnlyList<HeaderObligation> owed)
    {
        List<Numbered> headers = Unknown(owed, static header => header);
        if (headers.Count == 0)
            return null;
        return await workers.RunAsync(() => FirstOf(headers));
    }

    /// <inheritdoc/>
    public (int Number, BlockError Error)? FindUnproven(IReadOnlyList<BlockObligations> owed)
    {
        ArgumentNullException.ThrowIfNull(owed);
        List<Numbered> headers = Unknown(owed, static block => block.Header);
        (int Number, HeaderError Error)? header = headers.Count == 0 ? null : FirstOf(headers);
        (int Number, BlockError Error)? body = FirstOfBodies(owed);
        // Of one block, the header speaks first.
        return header is (int number, HeaderError error) && !(body?.Number < number)
            ? (number, new BlockError.InvalidHeader(error))
            : body;
    }

    private List<Numbered> Unknown<T>(IReadOnlyList<T> owed, Func<T, HeaderObligation> headerOf)
    {
        List<Numbered> unknown = [];
        for (int i = 0; i < owed.Count; i++)
        {
            HeaderObligation header = headerOf(owed[i]);
            if (!_proven.Contains(header.Header.Hash))
                unknown.Add(new Numbered(i, header));
        }
        return unknown;
    }

    private (int Number, HeaderError Error)? FirstOf(List<Numbered> headers)
    {
        HeaderObligation[] owed = [.. headers.Select(header => header.Owed)];
        (int Index, HeaderError Error)?[] failures =
            new (int Index, HeaderError Error)?[(owed.Length + HeadersPerPiece - 1) / HeadersPerPiece];
        workers.ForEach(failures.Length, piece =>
        {
            int from = piece * HeadersPerPiece;
            int count = Math.Min(HeadersPerPiece, owed.Length - from);
            failures[piece] = HeaderObligations.CheckMany(owed.AsSpan(from, count)) is (int index, HeaderError error)
                ? (from + index, error)
                : null;
        });
        (int Index, HeaderError Error)? first = Array.Find(failures, failure => failure is not null);
        int proven = first?.Index ?? owed.Length;
        for (int i = 0; i < proven; i++)
            _proven.Add(owed[i].Header.Hash);
        return first is (int at, HeaderError reason) ? (headers[at].Number, reason) : null;
    }

    private (int Number, BlockError Error)? FirstOfBodies(IReadOnlyList<BlockObligations> owed)
    {
        BlockObligations[] blocks = [.. owed];
        List<Range> pieces = SignaturePieces(blocks);
        (int Number, BlockError Error)?[] failures = new (int Number, BlockError Error)?[pieces.Count];
        workers.ForEach(pieces.Count, piece =>
        {
            int from = pieces[piece].Start.Value;
            failures[piece] = BlockObligations.CheckBodies(blocks.AsSpan(pieces[piece])) is (int index, BlockError error)
                ? (from + index, error)
                : null;
        });
        return Array.Find(failures, failure => failure is not null);
    }

    // Blocks in order, as many in a piece as together have enough signatures for full lanes.
    private static List<Range> SignaturePieces(BlockObligations[] blocks)
    {
        List<Range> pieces = [];
        int signatures = 0;
        int from = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            signatures += blocks[i].Body.Length;
            if (signatures < SignaturesPerPiece && (i + 1 < blocks.Length || signatures == 0))
                continue;
            pieces.Add(from..(i + 1));
            (from, signatures) = (i + 1, 0);
        }
        return pieces;
    }

    private readonly record struct Numbered(int Number, HeaderObligation Owed);
}
