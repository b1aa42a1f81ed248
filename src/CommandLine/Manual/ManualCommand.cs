using System.CommandLine;
using System.Globalization;
using System.Reflection;

namespace PoolTopology.CommandLine.Manual;

/// <summary><c>PROGRAM internal-man DIR</c>: writes the program's manual pages. For packages; hidden from help.</summary>
public static class ManualCommand
{
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>The command.</summary>
    /// <param name="pages">Makes the pages for a date (yyyy-MM-dd) and a version.</param>
    public static Command Create(Func<string, string, IReadOnlyList<ManualPage>> pages)
    {
        Argument<string> folder = new("DIR") { Description = "The folder to write into; made if absent." };
        Option<DateOnly> date = new("--date")
        {
            Description = "The day that the pages are of.",
            HelpName = "DATE",
            Required = true,
            CustomParser = result =>
            {
                string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
                if (!DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                    result.AddError($"\"{text}\" is not a day: write 2026-11-22");
                return day;
            },
        };
        Command command = new("internal-man", "Write the manual pages.") { folder, date };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            string place = parsed.GetRequiredValue(folder);
            Directory.CreateDirectory(place);
            string day = parsed.GetRequiredValue(date).ToString(DateFormat, CultureInfo.InvariantCulture);
            foreach (ManualPage page in pages(day, Version()))
                File.WriteAllText(Path.Combine(place, page.FileName), page.Text);
        });
        return command;
    }

    private static string Version() =>
        typeof(ManualCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
