using System.CommandLine;
using System.CommandLine.Help;

namespace PoolTopology.CommandLine.Manual;

/// <summary>The manual pages of a program, made from its commands: one for the program, one for each verb.</summary>
public static class CommandPages
{
    private const int UserCommands = 1;

    /// <summary>The pages.</summary>
    /// <param name="root">The program's command tree.</param>
    /// <param name="program">The name that the program is installed under.</param>
    /// <param name="date">The day that the pages are of, as yyyy-MM-dd.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="hasVerbPages">Whether each verb has a page of its own; else they are sections of the program's.</param>
    /// <param name="related">Further pages to name under SEE ALSO.</param>
    public static IReadOnlyList<ManualPage> Of(
        RootCommand root, string program, string date, string version, bool hasVerbPages,
        params (string Name, int Section)[] related)
    {
        Command[] verbs = [.. root.Subcommands.Where(command => !command.Hidden)];
        List<ManualPage> pages = [];
        Roff main = Begin(program, root, program, date, version);
        main.Section("COMMANDS");
        foreach (Command verb in verbs)
        {
            if (hasVerbPages)
                main.Term(Roff.Bold(verb.Name), verb.Description ?? "");
            else
                Describe(main, verb, $"{program} {verb.Name}");
        }

        Options(main.Section("OPTIONS"), root);
        IEnumerable<(string, int)> verbPages = hasVerbPages ? verbs.Select(verb => ($"{program}-{verb.Name}", UserCommands)) : [];
        main.SeeAlso([.. verbPages, .. related]);
        pages.Add(new ManualPage(program, UserCommands, main.ToString()));
        if (!hasVerbPages)
            return pages;
        foreach (Command verb in verbs)
            pages.Add(Verb(verb, program, date, version, related));
        return pages;
    }

    private static ManualPage Verb(Command verb, string program, string date, string version, (string Name, int Section)[] related)
    {
        string name = $"{program}-{verb.Name}";
        string line = $"{program} {verb.Name}";
        Roff page = Begin(name, verb, line, date, version);
        Command[] below = [.. verb.Subcommands.Where(command => !command.Hidden)];
        if (below.Length > 0)
            page.Section("COMMANDS");
        foreach (Command command in below)
            Describe(page, command, $"{line} {command.Name}");
        if (Visible(verb).Any())
            Options(page.Section("OPTIONS"), verb);
        page.SeeAlso([(program, UserCommands), .. related]);
        return new ManualPage(name, UserCommands, page.ToString());
    }

    private static Roff Begin(string name, Command command, string line, string date, string version)
    {
        string description = command.Description ?? "";
        Roff page = new(name, UserCommands, date, version);
        page.Name(name, Summary(description));
        page.Section("SYNOPSIS").Synopsis(SynopsisOf(command, line));
        page.Section("DESCRIPTION").Text(description);
        return page;
    }

    private static void Describe(Roff page, Command command, string line)
    {
        page.Subsection(line).Synopsis(SynopsisOf(command, line)).Paragraph().Text(command.Description ?? "");
        Options(page, command);
        foreach (Command below in command.Subcommands.Where(below => !below.Hidden))
            Describe(page, below, $"{line} {below.Name}");
    }

    private static string SynopsisOf(Command command, string line)
    {
        List<string> words = [Roff.Bold(line)];
        if (command.Subcommands.Any(below => !below.Hidden))
            words.Add(command.Action is null ? Roff.Italic("COMMAND") : $"[{Roff.Italic("COMMAND")}]");
        words.AddRange(command.Arguments.Where(argument => !argument.Hidden).Select(argument =>
            argument.Arity.MinimumNumberOfValues > 0 ? Roff.Italic(argument.Name) : $"[{Roff.Italic(argument.Name)}]"));
        words.AddRange(Visible(command).Where(option => option.Required)
            .Select(option => $"{Roff.Bold(option.Name)} {Roff.Italic(Placeholder(option))}"));
        words.Add($"[{Roff.Italic("OPTION")}]...");
        return string.Join(' ', words);
    }

    private static void Options(Roff page, Command command)
    {
        foreach (Argument argument in command.Arguments.Where(argument => !argument.Hidden))
            page.Term(Roff.Italic(argument.Name), argument.Description ?? "");
        foreach (Option option in Visible(command))
        {
            string names = string.Join(", ", Names(option).Select(Roff.Bold));
            string value = option.Arity.MaximumNumberOfValues > 0 && option is not Option<bool>
                ? " " + Roff.Italic(Placeholder(option))
                : "";
            page.Term(names + value, option.Description ?? "");
        }
    }

    private static IEnumerable<Option> Visible(Command command) => command.Options.Where(option => !option.Hidden);

    private static IEnumerable<string> Names(Option option) =>
        new[] { option.Name }.Concat(option is HelpOption ? ["-h"] : option.Aliases)
            .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal);

    private static string Placeholder(Option option) => option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    // The index shows one line: the first sentence, without its full stop.
    private static string Summary(string description)
    {
        string line = description.ReplaceLineEndings("\n").Split('\n')[0];
        int end = line.IndexOfAny([':', ';', '('], 0);
        string first = end > 0 ? line[..end] : line;
        end = first.IndexOf(". ", StringComparison.Ordinal);
        first = (end > 0 ? first[..end] : first).Trim().TrimEnd('.');
        return first.Length == 0 ? description : char.ToLowerInvariant(first[0]) + first[1..];
    }
}
