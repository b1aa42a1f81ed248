namespace PoolTopology.Node.Verification;

/// <summary>Processor time by stage.</summary>
/// <remarks>One owner at a time.</remarks>
internal sealed class StageTimes
{
    private readonly TimeSpan[] _times = new TimeSpan[Enum.GetValues<PipelineStage>().Length];

    /// <summary>The time that a stage has taken.</summary>
    public TimeSpan this[PipelineStage stage] => _times[(int)stage];

    /// <summary>Adds to a stage.</summary>
    public void Add(PipelineStage stage, TimeSpan time) => _times[(int)stage] += time;

    /// <summary>Adds what another thread has measured.</summary>
    public void Add(StageTimes other)
    {
        for (int i = 0; i < _times.Length; i++)
            _times[i] += other._times[i];
    }
}
