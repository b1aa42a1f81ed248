using System.Text;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>Writes a text file line by line; no line without the reason for it.</summary>
internal sealed class LineWriter
{
    private readonly StringBuilder _text = new();
    private readonly List<Provenance> _lines = [];

    /// <summary>One line.</summary>
    /// <param name="text">Without its end.</param>
    /// <param name="path">The key that caused it.</param>
    /// <param name="reason">What it does and why.</param>
    public LineWriter Line(string text, string path, string reason) => Line(text, new Provenance(path, reason));

    /// <summary>One line.</summary>
    public LineWriter Line(string text, Provenance provenance)
    {
        _text.Append(text).Append('\n');
        _lines.Add(provenance);
        return this;
    }

    public FileContent Content => FileContent.Of(_text.ToString());

    public ValueList<Provenance> Lines => _lines.ToValueList();
}
