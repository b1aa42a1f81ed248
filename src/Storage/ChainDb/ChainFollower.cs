using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Follows the current chain from a point on, across rollbacks: what a chain-sync server reads from.</summary>
/// <remarks>
/// Cost: one owner; many followers may run at once and none slows the writer down. A follower remembers a point and the
/// chain that it was on, and up to 64 kB read ahead while it is behind the immutable tip; nothing grows while its owner
/// is idle.
/// </remarks>
public sealed class ChainFollower : IDisposable
{
    private readonly ChainDatabase _database;
    private readonly ImmutableHeaderReader _immutable;
    private ChainSnapshot _seen;
    private bool _mustRollBack = true; // the first instruction names the starting point
    private bool _isDisposed;

    internal ChainFollower(
        ChainDatabase database, ImmutableHeaderReader immutable, ChainSnapshot seen, Point start)
    {
        _database = database;
        _immutable = immutable;
        _seen = seen;
        Position = start;
    }

    /// <summary>Where the follower is: the point of the last instruction, or where it started.</summary>
    public Point Position { get; private set; }

    /// <summary>Starts again from a point of the current chain.</summary>
    /// <returns>False when the point is not on the chain; the follower stays where it is.</returns>
    public bool MoveTo(Point point)
    {
        ChainSnapshot current = _database.Snapshot;
        if (!_database.IsOn(current, point))
            return false;
        (_seen, Position, _mustRollBack) = (current, point, true);
        return true;
    }

    /// <summary>The next instruction, or null when the follower has all of the chain.</summary>
    /// <remarks>The first one after the start or <see cref="MoveTo"/> rolls back to where it starts.</remarks>
    public FollowerInstruction? Next()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ChainSnapshot current = _database.Snapshot;
        if (current != _seen)
        {
            Point common = LastCommonPoint(current);
            _mustRollBack |= common != Position;
            (_seen, Position) = (current, common);
        }
        if (_mustRollBack)
        {
            _mustRollBack = false;
            return new FollowerInstruction.RollBackward(Position, current.Tip);
        }
        if (ChainDatabase.HeaderAfter(current, Position, _immutable) is not StoredHeader next)
            return null;
        Position = next.Point;
        return new FollowerInstruction.RollForward(next, current.Tip);
    }

    /// <summary>Waits until the chain has changed since <see cref="Next"/> returned null.</summary>
    public Task WaitForChangeAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _seen.WaitUntilSupersededAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _database.ReleaseFollower();
    }

    /// <summary>The newest block that the follower has and that is on the chain.</summary>
    private Point LastCommonPoint(ChainSnapshot current)
    {
        // What is not behind the anchor of the chain that was seen is immutable, and the anchor is as well.
        for (int i = _seen.Fragment.IndexOf(Position); i >= 0; i--)
        {
            Point point = _seen.Fragment[i].Point;
            if (_database.IsOn(current, point))
                return point;
            if (i == 0)
                return _seen.Fragment.Anchor;
        }
        return Position;
    }
}
