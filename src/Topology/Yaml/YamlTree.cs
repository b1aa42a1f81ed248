using PoolTopology.Topology.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PoolTopology.Topology.Yaml;

/// <summary>Builds the tree of a YAML text from parser events, within <see cref="YamlLimits"/>.</summary>
/// <remarks>
/// The event parser keeps its own stack, so depth is bounded here before anything recurses. Anchors, aliases, tags and
/// further documents are refused: nothing in the file can grow when it is read. After a syntax error the part that was
/// read so far is still returned, so that its other mistakes can be named in the same run.
/// </remarks>
internal sealed class YamlTree
{
    private readonly FindingCollector _findings;
    private readonly YamlDotNet.Core.Parser _parser;
    private readonly string _text;
    private int _nodes;
    private bool _isBroken;

    private YamlTree(string text, FindingCollector findings)
    {
        _text = text;
        _findings = findings;
        _parser = new YamlDotNet.Core.Parser(new StringReader(text));
    }

    /// <summary>The root of the first document, or null when there is none.</summary>
    public static YamlValue? Load(string text, FindingCollector findings)
    {
        YamlTree tree = new(text, findings);
        return tree.LoadDocument();
    }

    private YamlValue? LoadDocument()
    {
        if (!Advance() || !Advance() || Current is not DocumentStart || !Advance())
        {
            if (!_isBroken)
                _findings.Error(
                    FindingCode.Unreadable, SourcePosition.Start, "", "the file is empty", "start with `version: 1`");
            return null;
        }
        YamlValue? root = ReadValue("", depth: 0);
        if (!_isBroken && Advance() && Advance() && Current is DocumentStart second)
        {
            _findings.Error(FindingCode.UnsupportedYaml, PositionOf(second.Start), "",
                "a second YAML document begins here",
                "one file describes one pool; remove the `---` and what follows it");
        }
        return root;
    }

    /// <summary>Reads the value that the current event begins; leaves the parser on its last event.</summary>
    private YamlValue? ReadValue(string path, int depth)
    {
        if (++_nodes > YamlLimits.MaxNodes)
            return Break(
                FindingCode.UnsupportedYaml, Current!.Start, $"more than {YamlLimits.MaxNodes} values",
                "split the pool into several files");
        if (Current is NodeEvent node)
            RefuseExtras(node, path);
        switch (Current)
        {
            case Scalar scalar:
                return new YamlScalar(PositionOf(scalar.Start), scalar.Value,
                    scalar.Style == ScalarStyle.Plain ? YamlScalarKinds.OfPlain(scalar.Value) : YamlScalarKind.Text);
            case AnchorAlias alias:
                _findings.Error(FindingCode.UnsupportedYaml, PositionOf(alias.Start), path,
                    $"the alias *{alias.Value} is not read", "write the value out");
                return new YamlScalar(PositionOf(alias.Start), "", YamlScalarKind.Null) { IsRefused = true };
            case MappingStart or SequenceStart when depth >= YamlLimits.MaxDepth:
                return Break(FindingCode.UnsupportedYaml, Current.Start,
                    $"more than {YamlLimits.MaxDepth} levels of nesting", "this format needs five");
            case MappingStart map:
                return ReadMap(map, path, depth);
            case SequenceStart list:
                return ReadList(list, path, depth);
            default:
                return null;
        }
    }

    private YamlMap ReadMap(MappingStart start, string path, int depth)
    {
        List<YamlEntry> entries = [];
        Dictionary<string, SourcePosition> seen = new(StringComparer.Ordinal);
        while (Advance() && Current is not MappingEnd)
        {
            YamlValue? key = ReadValue(path, depth + 1);
            string valuePath = key is YamlScalar text ? YamlPath.Key(path, text.Text) : path;
            if (key is null || !Advance() || ReadValue(valuePath, depth + 1) is not { } value)
                break;
            if (key is not YamlScalar name)
            {
                _findings.Error(
                    FindingCode.WrongType, key.Position, path, $"a key must be text, and this is {key.KindName}",
                    "write `key: value`");
                continue;
            }
            if (name.IsRefused)
                continue;
            if (seen.TryAdd(name.Text, name.Position))
                entries.Add(new YamlEntry(name.Text, name.Position, value));
            else
                ReportDuplicate(valuePath, name.Position, seen[name.Text]);
        }
        return new YamlMap(PositionOf(start.Start), entries, IsComplete: !_isBroken);
    }

    private YamlList ReadList(SequenceStart start, string path, int depth)
    {
        List<YamlValue> items = [];
        while (Advance() && Current is not SequenceEnd)
        {
            if (ReadValue(YamlPath.Index(path, items.Count), depth + 1) is not { } item)
                break;
            items.Add(item);
        }
        return new YamlList(PositionOf(start.Start), items);
    }

    private void RefuseExtras(NodeEvent node, string path)
    {
        if (!node.Anchor.IsEmpty)
        {
            _findings.Error(FindingCode.UnsupportedYaml, PositionOf(node.Start), path,
                $"the anchor &{node.Anchor.Value} is not read", "write the value out wherever it is needed");
        }
        if (!node.Tag.IsEmpty)
        {
            _findings.Error(FindingCode.UnsupportedYaml, PositionOf(node.Start), path,
                $"the tag {node.Tag.Value} is not read", "remove it; quote the value if it should be text");
        }
    }

    private ParsingEvent? Current => _parser.Current;

    /// <summary>Steps to the next event that is not a comment; false at the end and after a syntax error.</summary>
    private bool Advance()
    {
        if (_isBroken)
            return false;
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException exception)
        {
            ReportSyntax(
                exception.End.Index > exception.Start.Index ? exception.End : exception.Start, exception.Message);
            return false;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException
                                              or OverflowException or IndexOutOfRangeException)
        {
            // The scanner lets some of the platform's exceptions through, e.g. for an escape that is no character.
            ReportSyntax(_parser.Current?.End ?? Mark.Empty, exception.Message);
            return false;
        }
    }

    private void ReportSyntax(Mark mark, string message)
    {
        _isBroken = true;
        SourcePosition position = PositionOf(mark);
        if (message.Contains("tab", StringComparison.Ordinal))
            position = SyntaxHints.FirstIndentingTab(_text, position) ?? position;
        _findings.Error(
            FindingCode.Syntax, position, "", $"not YAML: {Sentence(message)}", SyntaxHints.For(_text, position));
    }

    private void ReportDuplicate(string path, SourcePosition position, SourcePosition first) =>
        _findings.Error(FindingCode.DuplicateKey, position, path, "this key appears twice in one mapping",
            $"it was first given in line {first.Line}; keep one of the two");

    private YamlValue? Break(string code, Mark mark, string message, string hint)
    {
        _isBroken = true;
        _findings.Error(code, PositionOf(mark), "", message, hint);
        return null;
    }

    private static string Sentence(string message)
    {
        string text = message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return text.Length == 0 ? "the parser gave up here" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static SourcePosition PositionOf(Mark mark) =>
        new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
