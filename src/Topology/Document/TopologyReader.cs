using System.Text;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Shapes;
using PoolTopology.Topology.Validation;
using PoolTopology.Topology.Vocabulary;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Document;

/// <summary>Reads a topology.yaml and names everything that is wrong with it in one run.</summary>
/// <remarks>
/// Errors: none are thrown, whatever the input; every mistake is a finding. Cost: bounded by 4 MiB of text,
/// 250,000 values, 16 levels and 200 listed findings.
/// </remarks>
public static class TopologyReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the text of a topology.yaml.</summary>
    /// <param name="text">The whole text, with or without a byte order mark.</param>
    /// <param name="path">The path of the file, for findings only.</param>
    public static TopologyResult Read(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        FindingCollector findings = new(path);
        ReadContext context = new(findings);
        TopologyDocument? document = null;
        if (text.Length > YamlLimits.MaxLength)
            ReportTooLong(findings);
        else if (YamlTree.Load(text.StartsWith('\uFEFF') ? text[1..] : text, findings) is { } root)
            document = ReadDocument(root, context);
        return new TopologyResult(findings.HasErrors ? null : document, findings.ToList(), context.Sources);
    }

    /// <summary>Reads the bytes of a topology.yaml, which must be UTF-8.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">The path of the file, for findings only.</param>
    public static TopologyResult Read(ReadOnlySpan<byte> bytes, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        FindingCollector findings = new(path);
        if (bytes.Length > YamlLimits.MaxLength)
        {
            ReportTooLong(findings);
            return Refused(findings);
        }
        try
        {
            return Read(StrictUtf8.GetString(bytes), path);
        }
        catch (DecoderFallbackException exception)
        {
            int offset = Math.Clamp(exception.Index, 0, bytes.Length);
            findings.Error(FindingCode.Unreadable, PositionOf(bytes[..offset]), "",
                $"the byte at offset {offset} is not UTF-8", "save the file as UTF-8");
            return Refused(findings);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; a file that cannot be read gives one finding.</param>
    public static TopologyResult ReadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        FindingCollector findings = new(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] bytes = new byte[YamlLimits.MaxLength + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Read(bytes.AsSpan(0, length), path);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            findings.Error(FindingCode.Unreadable, default, "", exception.Message, "name the file with -f");
            return Refused(findings);
        }
    }

    private static TopologyDocument ReadDocument(YamlValue root, ReadContext context)
    {
        TopologyDocument document = DocumentKeys.Shape.Read(root, "", context);
        TopologyRules.Check(document, context.Findings, context.Sources);
        return document;
    }

    private static void ReportTooLong(FindingCollector findings) =>
        findings.Error(FindingCode.Unreadable, SourcePosition.Start, "",
            $"the file is longer than {YamlLimits.MaxLength / (1024 * 1024)} MiB", "is this the right file?");

    private static TopologyResult Refused(FindingCollector findings) => new(null, findings.ToList(), new SourceMap());

    private static SourcePosition PositionOf(ReadOnlySpan<byte> before)
    {
        int line = before.Count((byte)'\n') + 1;
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new SourcePosition(line, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
