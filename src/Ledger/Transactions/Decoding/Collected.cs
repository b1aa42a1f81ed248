using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Gathers elements whose number is not known before.</summary>
/// <remarks>
/// The first are in the value itself; an array takes over when they are more. Not to be copied.
/// Bound: the bytes that the elements are read from.
/// </remarks>
internal struct Collected<T>
{
    private const int UsualCount = 8;

    private First _first;
    private T[]? _all;
    private int _count;

    public readonly int Count => _count;

    [UnscopedRef]
    public Span<T> Elements => _all is null ? ((Span<T>)_first)[.._count] : _all.AsSpan(0, _count);

    public void Add(in T element)
    {
        if (_all is null && _count < UsualCount)
            _first[_count] = element;
        else
            AddMore(element);
        _count++;
    }

    /// <summary>Keeps the first elements only.</summary>
    public void Truncate(int count) => _count = count;

    public T[] ToArray() => Elements.ToArray();

    public ImmutableArray<T> ToImmutable() =>
        _count == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(ToArray());

    private void AddMore(in T element)
    {
        if (_all is null || _count == _all.Length)
        {
            T[] larger = new T[2 * _count];
            Elements.CopyTo(larger);
            _all = larger;
        }
        _all[_count] = element;
    }

    [InlineArray(UsualCount)]
    private struct First
    {
        private T _element;
    }
}
