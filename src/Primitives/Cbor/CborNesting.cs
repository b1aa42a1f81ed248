using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PoolTopology.Primitives.Cbor;

/// <summary>A stack of what containers still wait for, so that nested items are followed without recursion.</summary>
/// <remarks>
/// The first levels are in the value itself; an array takes over when they are full. Not to be copied.
/// Bound: the reader's bytes, since each level costs one of them.
/// </remarks>
public struct CborNesting
{
    /// <summary>How many levels need no allocation.</summary>
    public const int UsualDepth = 32;

    private Levels _usual;
    private long[]? _more;
    private int _depth;

    /// <summary>How many levels are open.</summary>
    public readonly int Depth => _depth;

    /// <summary>What the innermost level waits for; the caller gives the numbers their meaning.</summary>
    [UnscopedRef]
    public ref long Top
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _depth <= UsualDepth ? ref _usual[_depth - 1] : ref _more![_depth - 1 - UsualDepth];
    }

    /// <summary>Opens a level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(long waiting)
    {
        if (_depth < UsualDepth)
            _usual[_depth++] = waiting;
        else
            PushMore(waiting);
    }

    /// <summary>Closes the innermost level.</summary>
    public void Pop() => _depth--;

    private void PushMore(long waiting)
    {
        int at = _depth++ - UsualDepth;
        _more ??= new long[UsualDepth];
        if (at == _more.Length)
            Array.Resize(ref _more, 2 * at);
        _more[at] = waiting;
    }

    [InlineArray(UsualDepth)]
    private struct Levels
    {
        private long _first;
    }
}
