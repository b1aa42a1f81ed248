using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>One file as it belongs on a machine.</summary>
/// <param name="Path">Where, absolute.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="Owner">The user that owns it.</param>
/// <param name="Group">Its group.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Effect">What a change of it takes.</param>
/// <param name="Lines">Why each line is as it is: one entry for every line of the content, in order.</param>
public sealed record DerivedFile(
    string Path,
    UnixFileMode Mode,
    string Owner,
    string Group,
    FileContent Content,
    ChangeEffect Effect,
    ValueList<Provenance> Lines);
