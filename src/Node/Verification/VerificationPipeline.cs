using System.Runtime.ExceptionServices;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>Runs the stages of a verification on a fixed number of threads.</summary>
/// <remarks>
/// Every thread takes whatever work is most urgent: the rules of state come first, for they are the only stage that
/// cannot be done side by side; then as much decoding and reading as keeps them going; then proofs; then decoding and
/// reading ahead. So all threads are busy as long as there is work, and one thread is enough for all of it.
/// Bounds: windows between reading and the rules, and batches of proofs; where a bound is reached, the stage before it
/// is not started and the threads do other work.
/// Invariant: the failure that is reported is that of the earliest block, whatever the threads did first.
/// </remarks>
internal sealed class VerificationPipeline(ChunkReader reader, WindowDecoder decoder, StateStage state, int threads)
    : IDisposable
{
    private const int ReadyWindows = 2; // decoded before they are needed, so that the rules do not wait
    private const int WindowsMaxPerThread = 4;
    private const int BatchesMaxPerThread = 8;

    private readonly object _gate = new();
    private readonly Queue<WindowJob> _toDecode = new();
    private readonly Dictionary<long, WindowJob> _decoded = [];
    private readonly Queue<ProofBatch> _proofs = new();
    private readonly StageTimes _times = new();
    private readonly ManualResetEventSlim _over = new();
    private long _windowsRead;
    private long _windowsApplied;
    private int _busyThreads;
    private bool _isReading;
    private bool _isApplying;
    private bool _hasReadAll;
    private bool _hasFinished;
    private bool _isOver;
    private bool _hasEnded;
    private VerificationProgress _progress = new(0, state.State.Tip, 0, reader.TotalBytes);
    private VerificationFailure? _failure;
    private ExceptionDispatchInfo? _defect;

    /// <summary>The earliest block that is not valid, with the reason; null when all are.</summary>
    public VerificationFailure? Failure => _failure;

    /// <summary>Processor time by stage.</summary>
    public StageTimes Times => _times;

    private bool IsStopped => _hasEnded || _failure is not null;

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();

    /// <summary>Runs to the end of the chain, of what is wanted of it, or to the first failure.</summary>
    /// <param name="onProgress">Is told how far it came, on the calling thread; may be null.</param>
    /// <param name="progressEvery">How often.</param>
    /// <param name="cancellation">Stops it in the middle.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    /// <exception cref="VerificationDefectException">Something failed that must not.</exception>
    public void Run(Action<VerificationProgress>? onProgress, TimeSpan progressEvery, CancellationToken cancellation)
    {
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(Work) { IsBackground = true, Name = $"verify {i + 1}" };
            workers[i].Start();
        }
        try
        {
            WaitUntilOver(onProgress, progressEvery, cancellation);
        }
        finally
        {
            Stop();
            foreach (Thread worker in workers)
                worker.Join();
        }
        cancellation.ThrowIfCancellationRequested();
        _defect?.Throw();
    }

    private void WaitUntilOver(
        Action<VerificationProgress>? onProgress, TimeSpan progressEvery, CancellationToken cancellation)
    {
        // Set whenever the threads have nothing more to do: that they are told to stop is one of the reasons.
        using CancellationTokenRegistration stopping =
            cancellation.UnsafeRegister(static self => ((VerificationPipeline)self!).Stop(), this);
        while (!_over.Wait(progressEvery, CancellationToken.None))
        {
            VerificationProgress progress;
            lock (_gate)
                progress = _progress;
            onProgress?.Invoke(progress);
        }
    }

    private void Stop()
    {
        lock (_gate)
            End();
    }

    /// <summary>No thread begins anything any more.</summary>
    private void End()
    {
        _isOver = true;
        _over.Set();
        Monitor.PulseAll(_gate);
    }

    /// <summary>The life of a thread.</summary>
    private void Work()
    {
        StageTimes times = new();
        PipelineStage stage = default;
        try
        {
            while (TakeWork() is (PipelineStage next, Action work))
            {
                stage = next;
                TimeSpan start = ThreadProcessorTime.Now;
                work();
                times.Add(stage, ThreadProcessorTime.Now - start);
            }
        }
        catch (Exception failure)
        {
            // The root of the thread: whoever runs the pipeline gets it.
            Exception told = failure is StorageException
                ? failure
                : new VerificationDefectException(stage == PipelineStage.Rules ? state.Current : null, failure);
            lock (_gate)
            {
                _defect ??= ExceptionDispatchInfo.Capture(told);
                End();
            }
        }
        lock (_gate)
            _times.Add(times);
    }

    private (PipelineStage Stage, Action Work)? TakeWork()
    {
        lock (_gate)
        {
            while (!_isOver)
            {
                if (NextWork() is (PipelineStage, Action) work)
                {
                    _busyThreads++;
                    return work;
                }
                if (_busyThreads > 0)
                {
                    Monitor.Wait(_gate);
                    continue;
                }
                // Nothing is being done and nothing can be begun: all is done but for the last blocks' proofs.
                if (_hasFinished)
                {
                    End();
                }
                else
                {
                    _hasFinished = true;
                    List<ProofBatch> last = [];
                    state.Finish(last);
                    EnqueueProofs(last);
                }
            }
            return null;
        }
    }

    private (PipelineStage Stage, Action Work)? NextWork()
    {
        if (!IsStopped && !_isApplying && _proofs.Count < BatchesMaxPerThread * threads
            && _decoded.Remove(_windowsApplied, out WindowJob? ready))
        {
            _isApplying = true;
            return (PipelineStage.Rules, () => Apply(ready));
        }
        bool canDecode = !IsStopped && _toDecode.Count > 0;
        bool canRead = !IsStopped && !_isReading && !_hasReadAll
            && _windowsRead - _windowsApplied < WindowsMaxPerThread * threads;
        if (canDecode && _decoded.Count < ReadyWindows)
            return Decoding();
        if (canRead && _toDecode.Count < ReadyWindows)
            return Reading();
        if (_proofs.TryDequeue(out ProofBatch? batch))
            return (PipelineStage.Crypto, () => Prove(batch));
        return canDecode ? Decoding() : canRead ? Reading() : null;
    }

    private (PipelineStage Stage, Action Work) Decoding()
    {
        WindowJob job = _toDecode.Dequeue();
        return (PipelineStage.Decode, () => Decode(job));
    }

    private (PipelineStage Stage, Action Work) Reading()
    {
        _isReading = true;
        return (PipelineStage.Storage, Read);
    }

    private void Read()
    {
        StoredWindow? window = reader.ReadNext();
        Done(() =>
        {
            _isReading = false;
            _progress = _progress with { ReadBytes = reader.ReadBytes };
            if (window is null)
                _hasReadAll = true;
            else
                _toDecode.Enqueue(new WindowJob(_windowsRead++, window));
        });
    }

    private void Decode(WindowJob job)
    {
        DecodedWindow decoded = decoder.Decode(job.Window);
        Done(() => _decoded.Add(job.Number, job with { Decoded = decoded }));
    }

    private void Apply(WindowJob job)
    {
        List<ProofBatch> proofs = [];
        VerificationFailure? failure = state.Apply(job.Window, job.Decoded!, proofs); // It came from the decoded ones.
        Done(() =>
        {
            _isApplying = false;
            _windowsApplied++;
            _hasEnded = state.HasEnded;
            _progress = _progress with { Blocks = state.Counts.Blocks, Tip = state.State.Tip };
            if (failure is not null)
                Fail(failure);
            EnqueueProofs(proofs);
        });
    }

    private void Prove(ProofBatch batch)
    {
        VerificationFailure? failure = batch.Check();
        Done(() =>
        {
            if (failure is not null)
                Fail(failure);
        });
    }

    /// <summary>Puts away what a piece of work has brought.</summary>
    private void Done(Action putAway)
    {
        lock (_gate)
        {
            putAway();
            _busyThreads--;
            Monitor.PulseAll(_gate);
        }
    }

    private void Fail(VerificationFailure failure)
    {
        if (_failure is not null && _failure.Block.Index <= failure.Block.Index)
            return;
        _failure = failure;
        // Later blocks cannot change the result any more.
        ProofBatch[] waiting = [.. _proofs];
        _proofs.Clear();
        EnqueueProofs(waiting);
    }

    private void EnqueueProofs(IEnumerable<ProofBatch> batches)
    {
        foreach (ProofBatch batch in batches)
        {
            if (_failure is null || batch.FirstIndex < _failure.Block.Index)
                _proofs.Enqueue(batch);
        }
    }

    private sealed record WindowJob(long Number, StoredWindow Window, DecodedWindow? Decoded = null);
}
