using System.Collections;

namespace PoolTopology.Primitives.Collections;

/// <summary>Walks the entries of a <see cref="PersistentMap{TKey, TValue}"/>.</summary>
/// <remarks>A mutable value: copy it only to walk twice. Cost: one small array.</remarks>
public struct MapEnumerator<TKey, TValue> : IEnumerator<KeyValuePair<TKey, TValue>>
    where TKey : IEquatable<TKey>
{
    // 32 bits in steps of five, and the list below them.
    private const int DepthMax = 8;

    private readonly (MapNode<TKey, TValue> Node, int NextChild)[] _path;
    private int _depth;
    private int _nextEntry;

    internal MapEnumerator(MapNode<TKey, TValue> root)
    {
        _path = new (MapNode<TKey, TValue>, int)[DepthMax];
        _path[0] = (root, 0);
        _depth = 0;
        _nextEntry = 0;
        Current = default;
    }

    /// <inheritdoc/>
    public KeyValuePair<TKey, TValue> Current { get; private set; }

    readonly object IEnumerator.Current => Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        while (_depth >= 0)
        {
            ref (MapNode<TKey, TValue> Node, int NextChild) top = ref _path[_depth];
            if (_nextEntry < top.Node.Entries.Length)
            {
                Current = top.Node.Entries[_nextEntry++];
                return true;
            }
            if (top.NextChild < top.Node.Children.Length)
            {
                _path[_depth + 1] = (top.Node.Children[top.NextChild++], 0);
                _depth++;
                _nextEntry = 0;
            }
            else
            {
                // The parent's entries are all behind us.
                _depth--;
                _nextEntry = int.MaxValue;
            }
        }
        return false;
    }

    /// <summary>Not supported: take a new one.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public readonly void Reset() => throw new NotSupportedException();

    /// <summary>Nothing to release.</summary>
    public readonly void Dispose()
    {
    }
}
