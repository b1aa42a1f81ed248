using System.Text;

namespace PoolTopology.CommandLine.Manual;

/// <summary>A manual page in roff, with the macros of man(7).</summary>
public sealed class Roff
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a page.</summary>
    /// <param name="title">Its title, such as <c>pool-plan</c>.</param>
    /// <param name="section">Its section of the manual.</param>
    /// <param name="date">The day that it is of, as yyyy-MM-dd.</param>
    /// <param name="version">The program's version.</param>
    public Roff(string title, int section, string date, string version) =>
        // The date as it is: a reader of dates does not take escaped hyphens.
        Line($".TH \"{Escape(title.ToUpperInvariant())}\" \"{section}\" \"{date}\" \"PoolTopology {version}\" \"PoolTopology\"", isRequest: true);

    /// <summary>Begins a section.</summary>
    public Roff Section(string heading) => Macro("SH", heading);

    /// <summary>Begins a subsection.</summary>
    public Roff Subsection(string heading) => Macro("SS", heading);

    /// <summary>The line that manual indexes read: the page's name and what it is about.</summary>
    public Roff Name(string name, string summary) => Section("NAME").Line($"{Escape(name)} \\- {Escape(summary)}");

    /// <summary>Text: paragraphs between empty lines; paragraphs with indented lines keep their lines.</summary>
    public Roff Text(string text)
    {
        bool isFirst = true;
        foreach (string paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isFirst)
                Macro("PP");
            isFirst = false;
            Paragraph(paragraph.Split('\n'));
        }

        return this;
    }

    /// <summary>A term, which may have fonts in it already, and what it means.</summary>
    public Roff Term(string roffTerm, string meaning) => Macro("TP").Line(roffTerm).Line(Escape(meaning));

    /// <summary>A line of a synopsis; may have fonts in it already.</summary>
    public Roff Synopsis(string roffLine) => Line(roffLine);

    /// <summary>A new paragraph.</summary>
    public Roff Paragraph() => Macro("PP");

    /// <summary>Lines as they are, indented.</summary>
    public Roff Example(IEnumerable<string> lines)
    {
        Macro("PP").Macro("RS", "4").Macro("nf");
        foreach (string line in lines)
            Line(Escape(line));
        return Macro("fi").Macro("RE");
    }

    /// <summary>References to other pages.</summary>
    public Roff SeeAlso(IEnumerable<(string Name, int Section)> pages)
    {
        Section("SEE ALSO");
        (string Name, int Section)[] all = [.. pages];
        for (int index = 0; index < all.Length; index++)
            Macro("BR", all[index].Name, $"({all[index].Section}){(index + 1 < all.Length ? "," : "")}");
        return this;
    }

    /// <summary>Text in bold.</summary>
    public static string Bold(string text) => $"\\fB{Escape(text)}\\fR";

    /// <summary>Text in italics: what a user puts something else in place of.</summary>
    public static string Italic(string text) => $"\\fI{Escape(text)}\\fR";

    /// <summary>Text without roff's special characters.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 16);
        foreach (char character in text)
        {
            escaped.Append(character switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '`' => "\\(ga",
                '\'' => "\\(aq",
                '"' => "\\(dq",
                '^' => "\\(ha",
                '~' => "\\(ti",
                '…' => "...",
                _ => character,
            });
        }

        return escaped.ToString();
    }

    /// <summary>The page.</summary>
    public override string ToString() => _text.ToString();

    private void Paragraph(string[] lines)
    {
        if (!Array.Exists(lines, line => line.StartsWith("  ", StringComparison.Ordinal)))
        {
            Line(Escape(string.Join(' ', lines)));
            return;
        }

        int head = Array.FindIndex(lines, line => line.StartsWith("  ", StringComparison.Ordinal));
        if (head > 0)
            Line(Escape(string.Join(' ', lines[..head])));
        Example(lines[head..].Select(line => line.Trim()));
    }

    private Roff Macro(string name, params string[] arguments)
    {
        _text.Append('.').Append(name);
        foreach (string argument in arguments)
            _text.Append(" \"").Append(Escape(argument)).Append('"');
        _text.Append('\n');
        return this;
    }

    private Roff Line(string roffLine, bool isRequest = false)
    {
        // A line that begins with a dot or a quote would be read as a request.
        if (!isRequest && (roffLine.StartsWith('.') || roffLine.StartsWith('\'')))
            _text.Append("\\&");
        _text.Append(roffLine).Append('\n');
        return this;
    }
}
